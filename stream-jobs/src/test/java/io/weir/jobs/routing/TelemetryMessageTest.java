package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TelemetryMessageTest {

  private final RecordHeaders headers = new RecordHeaders();
  private final TelemetryRecord record =
      new TelemetryRecord(new byte[] {'d'}, new byte[] {1}, headers, 5, 0, 0);

  TelemetryMessageTest() {
    headers.add("content-type", text("application/json"));
    headers.add("iothub-connection-device-id", text("d"));
    headers.add("iothub-app-Größe", text("groß"));
    headers.add("iothub-app-empty", new byte[0]);
    headers.add("iothub-app-none", null);
  }

  @Test
  @DisplayName("ROUTE-05: application properties are found without regard to case")
  void properties() {
    TelemetryMessage message = new TelemetryMessage(Sources.TELEMETRY).of(record, null);
    assertThat(message.property("GRÖSSE")).isNull();
    assertThat(message.property("gRÖßE")).isEqualTo("groß");
    assertThat(message.property("EMPTY")).isEmpty();
    assertThat(message.property("none")).isNull();
    assertThat(message.property("absent")).isNull();
  }

  @Test
  @DisplayName(
      "ROUTE-06: system properties are those of the hub, whatever the device calls its own")
  void systemProperties() {
    headers.add("iothub-app-content-type", text("forged"));
    TelemetryMessage message = new TelemetryMessage(Sources.TELEMETRY).of(record, null);
    assertThat(message.systemProperty(SystemProperty.CONTENT_TYPE)).isEqualTo("application/json");
    assertThat(message.systemProperty(SystemProperty.CONNECTION_DEVICE_ID)).isEqualTo("d");
    assertThat(message.systemProperty(SystemProperty.MESSAGE_ID)).isNull();
    assertThat(message.source()).isEqualTo(MessageSource.DEVICE_MESSAGES);
  }

  @Test
  void theNextRecordHasHeadersOfItsOwn() {
    TelemetryMessage message = new TelemetryMessage(Sources.TELEMETRY).of(record, null);
    assertThat(message.property("empty")).isNotNull();
    RecordHeaders others = new RecordHeaders();
    others.add("iothub-app-other", text("1"));
    others.add("content-type", text("text/plain"));
    others.add("content-type", text("text/html"));
    message.of(new TelemetryRecord(null, null, others, 0, 0, 0), null);
    assertThat(message.property("empty")).isNull();
    assertThat(message.property("Other")).isEqualTo("1");
    assertThat(message.systemProperty(SystemProperty.CONTENT_TYPE)).isEqualTo("text/html");
    assertThat(message.systemProperty(SystemProperty.CONNECTION_DEVICE_ID)).isNull();
  }

  @Test
  @DisplayName("ROUTE-08: the twin is that of the record")
  void twin() {
    ObjectNode twin = JsonNodeFactory.instance.objectNode();
    TelemetryMessage message = new TelemetryMessage(Sources.TELEMETRY).of(record, twin);
    assertThat(message.twin()).isSameAs(twin);
    assertThat(message.of(record, null).twin()).isNull();
  }

  @Test
  void aMissingBodyIsAnEmptyOne() {
    TelemetryMessage message = new TelemetryMessage(Sources.TELEMETRY).of(record, null);
    assertThat(message.body()).isSameAs(record.value());
    assertThat(message.of(new TelemetryRecord(null, null, headers, 0, 0, 0), null).body())
        .isEmpty();
  }

  @Test
  void aRecordTravelsUnchanged() throws IOException {
    TelemetryRecordSerializer serializer = new TelemetryRecordSerializer();
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(record, out);
    TelemetryRecord read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(read.key()).isEqualTo(record.key());
    assertThat(read.value()).isEqualTo(record.value());
    assertThat(read.timestamp()).isEqualTo(5);
    assertThat(read.headers()).isEqualTo(headers);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
