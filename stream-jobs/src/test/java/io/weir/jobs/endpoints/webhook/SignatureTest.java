package io.weir.jobs.endpoints.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignatureTest {

  @Test
  @DisplayName("Standard Webhooks: the example of the scheme's own libraries")
  void standard() throws IOException {
    assertThat(
            Signature.of("s", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .of(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    1_614_265_330,
                    "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void anyOtherTextIsTheKeyItself() throws IOException {
    byte[] body = {1};
    assertThat(Signature.of("s", "secret").of("id", 1, body))
        .isEqualTo(Signature.of("s", "whsec_c2VjcmV0").of("id", 1, body));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIOException()
        .isThrownBy(() -> Signature.of("s", "whsec_!"))
        .withMessage("secret s: no key (expected: whsec_ and base64)");
    assertThatIOException()
        .isThrownBy(() -> Signature.of("s", ""))
        .withMessage("secret s: empty (expected: a key)");
  }
}
