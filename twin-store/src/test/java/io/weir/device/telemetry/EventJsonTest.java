package io.weir.device.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
  private static ConsumerRecord<byte[], byte[]> message(
      byte[] body, String contentType, String contentEncoding) {
    ConsumerRecord<byte[], byte[]> message =
        new ConsumerRecord<>(
            "weir.messages.events", 3, 42, "pump-1".getBytes(StandardCharsets.UTF_8), body);
    TelemetryHeaders.put(message.headers(), TelemetryHeaders.CONNECTION_DEVICE_ID, "pump-1");
    TelemetryHeaders.put(
        message.headers(), TelemetryHeaders.ENQUEUED_TIME, "2026-01-01T00:00:00.000Z");
    if (contentType != null) {
      TelemetryHeaders.put(message.headers(), TelemetryHeaders.CONTENT_TYPE, contentType);
    }
    if (contentEncoding != null) {
      TelemetryHeaders.put(message.headers(), TelemetryHeaders.CONTENT_ENCODING, contentEncoding);
    }
    return message;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("ROUTE-06, EH-10: a JSON message with properties of every kind, field by field")
  void wholeMessage() {
    ConsumerRecord<byte[], byte[]> message =
        message(utf8("{\"t\":1.50,\"n\":12345678901234567890}"), "application/json", "utf-8");
    TelemetryHeaders.put(message.headers(), TelemetryHeaders.MESSAGE_ID, "m-1");
    TelemetryHeaders.putProperty(message.headers(), "level", "critical");
    TelemetryHeaders.putProperty(message.headers(), "empty", "");
    TelemetryHeaders.putProperty(message.headers(), "bare", null);

    ObjectNode event = EventJson.of(message);

    assertThat(event.fieldNames())
        .toIterable()
        .containsExactly("deviceId", "enqueuedTime", "properties", "systemProperties", "body");
    assertThat(event.get("deviceId").asText()).isEqualTo("pump-1");
    assertThat(event.get("enqueuedTime").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(event.get("properties").get("level").asText()).isEqualTo("critical");
    assertThat(event.get("properties").get("empty").asText()).isEmpty();
    assertThat(event.get("properties").get("bare").isNull()).isTrue();
    assertThat(event.get("systemProperties").get("messageId").asText()).isEqualTo("m-1");
    assertThat(event.get("systemProperties").get("connectionDeviceId").asText())
        .isEqualTo("pump-1");
    assertThat(event.get("systemProperties").get("contentType").asText())
        .isEqualTo("application/json");
    assertThat(event.get("body")).hasToString("{\"t\":1.50,\"n\":12345678901234567890}");
    assertThat(event.toString()).doesNotContain("\n");
  }

  @Test
  @DisplayName(
      "EH-07, EH-09: whom an event is about and what kind it is; telemetry needs no saying")
  void deviceEvent() {
    ConsumerRecord<byte[], byte[]> message = message(utf8("{}"), "application/json", "utf-8");
    TelemetryHeaders.put(
        message.headers(), TelemetryHeaders.MESSAGE_SOURCE, TelemetryHeaders.SOURCE_TELEMETRY);
    assertThat(EventJson.of(message).has("messageSource")).isFalse();
    assertThat(EventJson.owner(EventJson.of(message))).isEqualTo("pump-1");

    ConsumerRecord<byte[], byte[]> event = message(utf8("{}"), "application/json", "utf-8");
    TelemetryHeaders.put(
        event.headers(), TelemetryHeaders.MESSAGE_SOURCE, DeviceEventHeaders.SOURCE_TWIN_CHANGE);
    TelemetryHeaders.put(event.headers(), TelemetryHeaders.CONNECTION_MODULE_ID, "valve");
    TelemetryHeaders.putProperty(event.headers(), "moduleId", "forged");
    ObjectNode json = EventJson.of(event);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "deviceId",
            "moduleId",
            "messageSource",
            "enqueuedTime",
            "properties",
            "systemProperties",
            "body");
    assertThat(json.get("messageSource").asText()).isEqualTo("twinChangeEvents");
    assertThat(EventJson.owner(json)).isEqualTo("pump-1/valve");
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-16", "UTF-16LE", "utf-16be", "utf-32", "UTF-32LE", "utf-32be"})
  @DisplayName("a body in any UTF encoding is JSON, with or without a byte order mark")
  void utfEncodings(String encoding) {
    String json = "{\"place\":\"Gießerei\"}";
    byte[] body = json.getBytes(Charset.forName(encoding));

    assertThat(EventJson.of(message(body, "application/json", encoding)).get("body"))
        .hasToString(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  @DisplayName("utf-16 without a byte order mark is read in the order that its text shows")
  void utf16WithoutMark(String order) {
    byte[] body = "[1,\"ü\"]".getBytes(Charset.forName(order));

    assertThat(EventJson.of(message(body, "application/json", "utf-16")).get("body"))
        .hasToString("[1,\"ü\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Application/JSON", "application/json;charset=utf-8"})
  @DisplayName("the content type is compared without case and parameters; no encoding is UTF-8")
  void contentTypes(String contentType) {
    assertThat(EventJson.of(message(utf8("{\"a\":null}"), contentType, null)).get("body"))
        .hasToString("{\"a\":null}");
  }

  @Test
  @DisplayName("a JSON body that is a bare null is still a body")
  void bareNull() {
    ObjectNode event = EventJson.of(message(utf8("null"), "application/json", null));

    assertThat(event.has("body")).isTrue();
    assertThat(event.get("body").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"a\":01}", "hello", "NaN", "'a'"})
  @DisplayName("a body that says JSON and is none comes as base64, byte for byte")
  void notJson(String text) {
    assertBase64(message(utf8(text), "application/json", "utf-8"), utf8(text));
  }

  @Test
  @DisplayName("a body of another type, of none, or in another encoding comes as base64")
  void otherTypes() {
    byte[] json = utf8("{\"a\":1}");

    assertBase64(message(json, null, null), json);
    assertBase64(message(json, "text/plain", "utf-8"), json);
    assertBase64(message(json, "application/json", "gzip"), json);
    assertBase64(message(json, "application/json", "iso-8859-1"), json);
  }

  @Test
  @DisplayName("bytes that are not what the encoding says come as base64")
  void malformedText() {
    byte[] body = {'"', (byte) 0xc3, (byte) 0x28, '"'};

    assertBase64(message(body, "application/json", "utf-8"), body);
    assertBase64(
        message(new byte[] {0, 'a', 0}, "application/json", "utf-16"), new byte[] {0, 'a', 0});
  }

  @Test
  @DisplayName("a body nested deeper than any parser should go comes as base64 and harms nobody")
  void deepNesting() {
    byte[] body = utf8("[".repeat(50_000) + "]".repeat(50_000));

    assertBase64(message(body, "application/json", null), body);
  }

  private static void assertBase64(ConsumerRecord<byte[], byte[]> message, byte[] body) {
    ObjectNode event = EventJson.of(message);
    assertThat(event.has("body")).isFalse();
    assertThat(event.get("bodyBase64").asText())
        .isEqualTo(Base64.getEncoder().encodeToString(body));
  }
}
