package io.weir.jobs.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.store.SectionTexts;
import io.weir.device.store.TwinRow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwinTextTest {

  private static final SectionTexts DESIRED =
      new SectionTexts("{\"limit\":80.50}", "{\"$lastUpdated\":\"x\"}", 3);
  private static final SectionTexts REPORTED = new SectionTexts("{}", "{}", 1);

  @Test
  @DisplayName("ROUTE-08: tags and both sections with their versions, without metadata")
  void ofADevice() {
    assertThat(TwinText.of(row(null)))
        .isEqualTo(
            "{\"deviceId\":\"pump\",\"version\":7,\"tags\":{\"site\":\"north\"},\"properties\":"
                + "{\"desired\":{\"limit\":80.50,\"$version\":3},\"reported\":{\"$version\":1}}}");
  }

  @Test
  @DisplayName("ROUTE-08: a module's twin names the module")
  void ofAModule() {
    assertThat(TwinText.of(row("valve")))
        .startsWith("{\"deviceId\":\"pump\",\"moduleId\":\"valve\",\"version\":7,");
  }

  private static TwinRow row(String module) {
    Identity identity =
        new Identity(
            "pump",
            "1",
            "MQ==",
            Status.ENABLED,
            null,
            0,
            new Authentication.CertificateAuthority(),
            0,
            module,
            null,
            null);
    return new TwinRow(identity, "{\"site\":\"north\"}", 7, DESIRED, REPORTED);
  }
}
