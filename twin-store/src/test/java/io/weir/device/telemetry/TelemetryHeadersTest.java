package io.weir.device.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.weir.dsl.message.SystemProperty;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TelemetryHeadersTest {

  private final Headers headers = new RecordHeaders();

  @Test
  void route06EachSystemPropertyHasAHeaderOfItsOwn() {
    assertThat(Arrays.stream(SystemProperty.values()).map(TelemetryHeaders::headerOf))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.startsWith(TelemetryHeaders.APP_PREFIX));
  }

  @Test
  void route06SystemPropertiesGoByTheirNamesInRules() {
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_ID, "m-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, "d-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONTENT_TYPE, "application/json");
    TelemetryHeaders.put(headers, TelemetryHeaders.CORRELATION_ID, null);
    TelemetryHeaders.put(headers, TelemetryHeaders.USER_ID, "");
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_SCHEMA, "not a name of ROUTE-06");
    TelemetryHeaders.putProperty(headers, "messageId", "forged");

    assertThat(TelemetryHeaders.systemProperties(headers))
        .containsOnly(
            entry("messageId", "m-1"),
            entry("connectionDeviceId", "d-1"),
            entry("contentType", "application/json"),
            entry("userId", ""));
    assertThat(TelemetryHeaders.systemProperty(headers, SystemProperty.TO)).isNull();
  }

  @Test
  void eh10ApplicationPropertiesAreUntouched() {
    TelemetryHeaders.putProperty(headers, "Größe", "10 µm");
    TelemetryHeaders.putProperty(headers, "iothub-connection-device-id", "forged");
    TelemetryHeaders.putProperty(headers, "", "no name");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, "d-1");

    assertThat(TelemetryHeaders.properties(headers))
        .containsExactly(
            entry("Größe", "10 µm"),
            entry("iothub-connection-device-id", "forged"),
            entry("", "no name"));
    assertThat(TelemetryHeaders.text(headers, TelemetryHeaders.CONNECTION_DEVICE_ID))
        .isEqualTo("d-1");
  }

  @Test
  void mqtt13NoValueIsNotAnEmptyValue() {
    TelemetryHeaders.putProperty(headers, "none", null);
    TelemetryHeaders.putProperty(headers, "empty", "");

    assertThat(TelemetryHeaders.properties(headers))
        .containsExactly(entry("none", null), entry("empty", ""));
  }
}
