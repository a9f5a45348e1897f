package io.weir.edge.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.error.HubError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperationJsonTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void refusedConnectionOPS01OPS05() {
    assertThat(
            json(
                OperationRecord.connection(
                    TIME,
                    "deviceConnect",
                    HubError.UNAUTHORIZED,
                    "Wrong key.",
                    "d1",
                    "Mqtt",
                    "sas")))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.000Z\",\"operationName\":\"deviceConnect\","
                + "\"category\":\"Connections\",\"level\":\"Error\",\"statusCode\":401002,"
                + "\"statusType\":\"IotHubUnauthorizedAccess\",\"statusDescription\":\"Wrong key.\","
                + "\"deviceId\":\"d1\",\"protocol\":\"Mqtt\",\"authType\":\"sas\",\"durationMs\":0}");
  }

  @Test
  void refusedMessageOPS03() {
    assertThat(
            json(
                OperationRecord.ingress(
                    TIME, HubError.MESSAGE_TOO_LARGE, "Too large.", "d1", "Mqtt", "sas", 300_000)))
        .contains(
            "\"category\":\"DeviceTelemetry\"", "\"messageSizeInBytes\":300000", "\"batching\":0");
  }

  @Test
  void refusedRequestOPS02() {
    assertThat(
            json(
                OperationRecord.identity(
                    TIME,
                    "update",
                    HubError.PRECONDITION_FAILED,
                    "Another etag.",
                    "d1",
                    7,
                    new OperationRecord.IdentityDetails("az/1", "iothubowner"))))
        .contains(
            "\"operationName\":\"update\",\"category\":\"DeviceIdentityOperations\"",
            "\"statusCode\":412001",
            "\"deviceId\":\"d1\",\"userAgent\":\"az/1\",\"sharedAccessPolicy\":\"iothubowner\","
                + "\"durationMs\":7}");
  }

  private static String json(OperationRecord entry) {
    return new String(OperationJson.encode(entry), StandardCharsets.UTF_8);
  }
}
