package io.weir.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.twin.TwinLimits;
import io.weir.edge.config.EdgeConfig.Right;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EdgeConfigTest {

  private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String GOOD =
      """
      {"hub":"weir","node":"edge-1","hostNames":["127.0.0.7"],"kafka":"127.0.0.7:9092",
       "cassandra":{"contactPoints":["127.0.0.7:9042"],"datacenter":"datacenter1","keyspace":"weir"},
       "https":{"bind":"127.0.0.7","port":8443,"keyStore":"/s.p12","keyStorePassword":"hush"},
       "policies":[{"name":"p","primaryKey":"KEY","secondaryKey":"KEY",
         "rights":["RegistryRead","RegistryWrite","ServiceConnect","DeviceConnect"]}],
       "encryptionKey":"KEY","later":true}
      """
          .replace("KEY", SECRET);

  @Test
  void readsWhatTheLauncherWrites() {
    EdgeConfig config = EdgeConfig.parse(GOOD, "edge.json");
    assertThat(config.https().port()).isEqualTo(8443);
    assertThat(config.policies().get(0).rights()).containsExactlyInAnyOrder(Right.values());
    assertThat(config.encryptionKeyBytes()).hasSize(32);
  }

  @Test
  @DisplayName("TWIN-07: the limits of today unless those of 2017 are named")
  void limitsOfTwins() {
    String of2017 = GOOD.replace("\"later\"", "\"twinLimits\":\"2017\",\"later\"");
    assertThat(EdgeConfig.parse(GOOD, "edge.json").twinLimits()).isEqualTo(TwinLimits.CURRENT);
    assertThat(EdgeConfig.parse(of2017, "edge.json").twinLimits()).isEqualTo(TwinLimits.OF_2017);
    assertRefused(of2017.replace("2017", "2016"), "twinLimits: 2016 (expected: current or 2017)");
  }

  @Test
  void showsNoSecret() {
    assertThat(EdgeConfig.parse(GOOD, "edge.json").toString())
        .doesNotContain(SECRET)
        .doesNotContain("hush");
  }

  @Test
  void saysWhatIsWrongWithoutShowingASecret() {
    assertRefused(GOOD.replace("\"hub\":\"weir\"", "\"hub\":\"\""), "hub:");
    assertRefused(GOOD.replace("8443", "84430"), "https.port: 84430 (expected: 0..65535)");
    assertRefused(
        GOOD.replace("\"encryptionKey\":\"" + SECRET, "\"encryptionKey\":\"c2hvcnQ="),
        "encryptionKey: 5 bytes (expected: 32 bytes)");
    assertRefused(GOOD.replace("[\"127.0.0.7\"]", "[]"), "hostNames:");
    assertRefused(GOOD.replace("RegistryRead", "Everything"), "line 5");
    assertRefused("{", "edge.json");
  }

  private static void assertRefused(String json, String problem) {
    assertThatThrownBy(() -> EdgeConfig.parse(json, "edge.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .message()
        .doesNotContain(SECRET);
  }
}
