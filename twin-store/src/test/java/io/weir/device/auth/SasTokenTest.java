package io.weir.device.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SasTokenTest {

  private static final String KEY =
      Base64.getEncoder().encodeToString("the device's own key".getBytes(StandardCharsets.UTF_8));
  private static final String OTHER_KEY =
      Base64.getEncoder().encodeToString("somebody else's key".getBytes(StandardCharsets.UTF_8));
  private static final Instant EXPIRY = Instant.ofEpochSecond(1_800_000_000);

  @ParameterizedTest(name = "AUTH-01: {0}")
  @ValueSource(strings = {"sig se sr", "sr sig skn se", "sr sig se skn", "skn se sr sig"})
  void auth01ParametersComeInAnyOrder(String order) {
    String signature = percent(sign("h/devices/d", "1800000000"));
    StringBuilder text = new StringBuilder("SharedAccessSignature ");
    for (String name : order.split(" ", -1)) {
      text.append(text.toString().endsWith(" ") ? "" : "&").append(name).append('=');
      text.append(
          switch (name) {
            case "sr" -> "h/devices/d";
            case "se" -> "1800000000";
            case "sig" -> signature;
            default -> "service";
          });
    }

    SasToken token = SasToken.parse(text.toString());

    assertThat(token.isSignedWith(KEY)).isTrue();
    assertThat(token.resource()).isEqualTo("h/devices/d");
    assertThat(token.expiry()).isEqualTo(EXPIRY);
  }

  @ParameterizedTest(name = "AUTH-02: sr={0}")
  @CsvSource({
    "127.0.0.2/devices/devJ, 127.0.0.2/devices/devJ",
    "127.0.0.2%2Fdevices%2FdevJ, 127.0.0.2/devices/devJ",
    "127.0.0.2%2fdevices%2fdevJ, 127.0.0.2/devices/devJ",
    "h/devices/a+b=c:d, h/devices/a+b=c:d",
    "h%2fdevices%2Fa%23b%253F, h/devices/a#b%3F",
    "h/devices/100%, h/devices/100%",
    "h/devices/%zz%4, h/devices/%zz%4",
  })
  void auth02TheRawResourceIsSigned(String raw, String decoded) {
    SasToken token = SasToken.parse(text(raw, "1800000000", sign(raw, "1800000000")));

    assertThat(token.rawResource()).isEqualTo(raw);
    assertThat(token.resource()).isEqualTo(decoded);
    assertThat(token.isSignedWith(KEY)).isTrue();
  }

  @Test
  void auth02ATokenWhoseResourceWasEncodedAgainIsNotSigned() {
    String signature = sign("h/devices/d", "1800000000");

    assertThat(SasToken.parse(text("h%2Fdevices%2Fd", "1800000000", signature)).isSignedWith(KEY))
        .isFalse();
  }

  @Test
  void auth02TheExpiryIsSigned() {
    String signature = sign("h/devices/d", "1800000000");

    assertThat(SasToken.parse(text("h/devices/d", "1900000000", signature)).isSignedWith(KEY))
        .isFalse();
    assertThat(SasToken.parse(text("h/devices/d", "01800000000", signature)).isSignedWith(KEY))
        .isFalse();
  }

  /**
   * Computed with another implementation of HMAC-SHA256, so that this class is not its own judge.
   */
  @Test
  void auth03AKnownToken() {
    SasToken token =
        SasToken.parse(
            "SharedAccessSignature sr=weir.example%2Fdevices%2Fd1"
                + "&sig=YXQeucZp%2Bcx3%2FzohC%2B%2FQSfubF3LREOzaZ1hdYaxoWr4%3D&se=1800000000");

    assertThat(token.isSignedWith("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")).isTrue();
  }

  @Test
  void auth03TheDecodedKeySigns() {
    SasToken token = SasToken.parse(SasToken.create("h/devices/d", KEY, EXPIRY, null));

    assertThat(token.isSignedWith(KEY)).isTrue();
    assertThat(token.isSignedWith(OTHER_KEY)).isFalse();
    assertThat(token.isSignedWith("not base64!")).isFalse();
    assertThat(token.isSignedWith("")).isFalse();
    assertThat(token.isSignedWith(null)).isFalse();
  }

  @ParameterizedTest(name = "AUTH-05: {0} covers {1} on hub.example: {2}")
  @CsvSource({
    "hub.example/devices/d1, /devices/d1, true",
    "hub.example/devices/d1, devices/d1, true",
    "hub.example/devices/d1, /devices/d1/messages/events, true",
    "HUB.Example/devices/d1, /devices/d1, true",
    "hub.example/devices/d1/, /devices/d1, true",
    "hub.example/devices, /devices/d1, true",
    "hub.example, /devices/d1, true",
    "hub.example/, /devices/d1, true",
    "127.0.0.2/devices, /devices/d1, true",
    "hub.example/devices/d, /devices/d1, false",
    "hub.example/devices/D1, /devices/d1, false",
    "hub.example/Devices/d1, /devices/d1, false",
    "hub.example/devices/d1/modules, /devices/d1, false",
    "hub.example//devices/d1, /devices/d1, false",
    "other.example/devices/d1, /devices/d1, false",
    "hub.example.evil/devices/d1, /devices/d1, false",
    "hub, /devices/d1, false",
    "/devices/d1, /devices/d1, false",
    "/, /devices/d1, false",
  })
  void auth05TheResourceIsASegmentwisePrefix(String resource, String path, boolean covers) {
    SasToken token = SasToken.parse(SasToken.create(resource, KEY, EXPIRY, null));

    assertThat(token.covers(List.of("127.0.0.2", "hub.example"), path)).isEqualTo(covers);
  }

  @Test
  void auth05OneHost() {
    SasToken token = SasToken.parse(SasToken.create("h/devices/d", KEY, EXPIRY, null));

    assertThat(token.covers("H", "/devices/d")).isTrue();
    assertThat(token.covers("g", "/devices/d")).isFalse();
  }

  @Test
  void auth06AnEmptyPolicyNameIsNone() {
    String text = SasToken.create("h/devices/d", KEY, EXPIRY, null);

    assertThat(SasToken.parse(text).policyName()).isNull();
    assertThat(SasToken.parse(text + "&skn=").policyName()).isNull();
    assertThat(SasToken.parse(text + "&skn=my%20policy").policyName()).isEqualTo("my policy");
    assertThat(SasToken.parse(SasToken.create("h", KEY, EXPIRY, "a&b")).policyName())
        .isEqualTo("a&b");
  }

  @Test
  void auth10ExpiryIsTheFirstInstantThatIsTooLate() {
    SasToken token = SasToken.parse(SasToken.create("h", KEY, EXPIRY, null));

    assertThat(token.expiredAt(EXPIRY.minusMillis(1))).isFalse();
    assertThat(token.expiredAt(EXPIRY)).isTrue();
    assertThat(token.expiredAt(EXPIRY.plusSeconds(299).minus(SasToken.CLOCK_SKEW))).isFalse();
    assertThat(token.expiredAt(EXPIRY.plusSeconds(300).minus(SasToken.CLOCK_SKEW))).isTrue();
  }

  @ParameterizedTest(name = "AUTH-01: \"{0}\" is refused")
  @ValueSource(
      strings = {
        "",
        "Bearer abc",
        "SharedAccessSignature",
        "SharedAccessSignature ",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D",
        "SharedAccessSignature sr=h&se=1",
        "SharedAccessSignature sig=YQ%3D%3D&se=1",
        "SharedAccessSignature sr=&sig=YQ%3D%3D&se=1",
        "SharedAccessSignature sr=h&sig=&se=1",
        "SharedAccessSignature sr=h&sig=***&se=1",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=-1",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=1e9",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=99999999999999999999999",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=\u0661",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=1&sr=g",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=1&",
        "SharedAccessSignature sr=h&sig=YQ%3D%3D&se=1&=x",
      })
  void whatIsNoTokenIsRefused(String text) {
    assertThatThrownBy(() -> SasToken.parse(text)).isInstanceOf(MalformedTokenException.class);
  }

  @Test
  void aTokenThatIsTooLongIsRefused() {
    String text = SasToken.create("h", KEY, EXPIRY, null);
    String longest = text + "&x=" + "y".repeat(SasToken.MAX_LENGTH - text.length() - 3);

    assertThat(SasToken.parse(longest).isSignedWith(KEY)).isTrue();
    assertThatThrownBy(() -> SasToken.parse(longest + "y"))
        .isInstanceOf(MalformedTokenException.class)
        .hasMessage("token length: 4097 (expected: at most 4096)");
  }

  @Test
  void theSignatureIsNotPrinted() {
    SasToken token = SasToken.parse(SasToken.create("h/devices/d", KEY, EXPIRY, "service"));

    assertThat(token.toString())
        .isEqualTo("SasToken[sr=h%2Fdevices%2Fd, se=1800000000, skn=service]");
  }

  @Test
  void aKeyThatIsNotBase64SignsNothing() {
    assertThatThrownBy(() -> SasToken.create("h", "***", EXPIRY, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("***");
  }

  @Property
  void whatIsMadeIsRead(@ForAll("resources") String resource, @ForAll("policies") String policy) {
    SasToken token = SasToken.parse(SasToken.create(resource, KEY, EXPIRY, policy));

    assertThat(token.resource()).isEqualTo(resource);
    assertThat(token.policyName()).isEqualTo(policy);
    assertThat(token.isSignedWith(KEY)).isTrue();
    assertThat(token.isSignedWith(OTHER_KEY)).isFalse();
  }

  @Property(tries = 2000)
  void noTextCrashesTheParser(@ForAll("texts") String text) {
    try {
      SasToken token = SasToken.parse(text);
      assertThat(token.isSignedWith(KEY)).isFalse();
      assertThat(token.covers("hub.example", "/devices/d1")).isIn(true, false);
      assertThat(token.expiredAt(EXPIRY)).isIn(true, false);
      assertThat(token.toString()).isNotEmpty();
    } catch (MalformedTokenException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }

  @Provide
  Arbitrary<String> resources() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("/-.+%_#*?!(),:=@$';&ü ")
        .ofMinLength(1)
        .ofMaxLength(150);
  }

  @Provide
  Arbitrary<String> policies() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(64).ascii();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "sr=",
            "&",
            "sig=",
            "se=",
            "skn=",
            "YQ%3D%3D",
            "1800000000",
            "%",
            "%2",
            "%ff",
            "=",
            "hub.example",
            "%2F",
            "/",
            "devices",
            "9999999999999999",
            " ",
            "\0",
            "\ud800");
    Arbitrary<String> built =
        pieces.list().ofMaxSize(14).map(list -> "SharedAccessSignature " + String.join("", list));
    return Arbitraries.oneOf(
        Arbitraries.strings(), Arbitraries.strings().map("SharedAccessSignature "::concat), built);
  }

  private static String text(String sr, String se, String signature) {
    return "SharedAccessSignature sr=" + sr + "&sig=" + percent(signature) + "&se=" + se;
  }

  private static String percent(String base64) {
    return base64.replace("+", "%2B").replace("/", "%2f").replace("=", "%3D");
  }

  private static String sign(String sr, String se) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal((sr + "\n" + se).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
