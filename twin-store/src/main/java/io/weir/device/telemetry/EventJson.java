package io.weir.device.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message of an endpoint as {@code monitor-events -o json} prints it: {@code {"deviceId",
 * "enqueuedTime", "properties": {...}, "systemProperties": {...}, "body": ...}}. After {@code
 * deviceId} comes {@code moduleId} when it is of or about a module, and {@code messageSource}
 * (EH-09) when it is not telemetry.
 *
 * <p>{@code body} is there when the content type is {@code application/json}, the encoding is
 * absent or a UTF one, and the text parses; otherwise {@code bodyBase64}. Numbers keep their
 * digits. System properties have the names of ROUTE-06.
 */
public final class EventJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private EventJson() {}

  /** The device that sent the record. */
  public static String deviceId(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> system = TelemetryHeaders.systemProperties(message.headers());
    String deviceId = system.get("connectionDeviceId");
    if (deviceId != null) {
      return deviceId;
    }
    return message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
  }

  public static ObjectNode of(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> system = TelemetryHeaders.systemProperties(message.headers());
    ObjectNode event = JSON.createObjectNode();
    event.put("deviceId", deviceId(message));
    String moduleId = system.get("connectionModuleId");
    if (moduleId != null) {
      event.put("moduleId", moduleId);
    }
    String source = TelemetryHeaders.text(message.headers(), TelemetryHeaders.MESSAGE_SOURCE);
    if (source != null && !source.equals(TelemetryHeaders.SOURCE_TELEMETRY)) {
      event.put("messageSource", source);
    }
    event.put("enqueuedTime", enqueuedTime(message));
    ObjectNode properties = event.putObject("properties");
    TelemetryHeaders.properties(message.headers()).forEach(properties::put);
    ObjectNode systemProperties = event.putObject("systemProperties");
    system.forEach(systemProperties::put);
    Optional<JsonNode> parsed = body(message);
    if (parsed.isPresent()) {
      event.set("body", parsed.get());
    } else {
      event.put("bodyBase64", Base64.getEncoder().encodeToString(bytes(message)));
    }
    return event;
  }

  /** When the hub took it, ISO-8601. */
  public static String enqueuedTime(ConsumerRecord<byte[], byte[]> message) {
    String enqueued = TelemetryHeaders.text(message.headers(), TelemetryHeaders.ENQUEUED_TIME);
    return enqueued == null ? Instant.ofEpochMilli(message.timestamp()).toString() : enqueued;
  }

  /** The body, where it is JSON; empty for any other. */
  public static Optional<JsonNode> body(ConsumerRecord<byte[], byte[]> message) {
    return parsed(
        bytes(message),
        TelemetryHeaders.text(message.headers(), TelemetryHeaders.CONTENT_TYPE),
        TelemetryHeaders.text(message.headers(), TelemetryHeaders.CONTENT_ENCODING));
  }

  private static byte[] bytes(ConsumerRecord<byte[], byte[]> message) {
    return message.value() == null ? new byte[0] : message.value();
  }

  /** {@code DEVICE} or {@code DEVICE/MODULE}. */
  public static String owner(ObjectNode event) {
    String deviceId = event.get("deviceId").asText();
    return event.has("moduleId") ? deviceId + "/" + event.get("moduleId").asText() : deviceId;
  }

  private static Optional<JsonNode> parsed(byte[] body, String contentType, String encoding) {
    if (contentType == null || !isJson(contentType)) {
      return Optional.empty();
    }
    return charset(encoding == null ? charsetOf(contentType) : encoding, body)
        .flatMap(charset -> decoded(body, charset))
        .flatMap(EventJson::parsed);
  }

  private static boolean isJson(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().equalsIgnoreCase("application/json");
  }

  private static String charsetOf(String contentType) {
    for (String parameter : contentType.split(";", -1)) {
      String text = parameter.strip();
      if (text.toLowerCase(Locale.ROOT).startsWith("charset=")) {
        return text.substring("charset=".length()).replace("\"", "").strip();
      }
    }
    return "";
  }

  private static Optional<Charset> charset(String encoding, byte[] body) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "utf-8", "utf8" -> Optional.of(StandardCharsets.UTF_8);
      case "utf-16", "utf16" ->
          Optional.of(little(body, 2) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
      case "utf-16le" -> Optional.of(StandardCharsets.UTF_16LE);
      case "utf-16be" -> Optional.of(StandardCharsets.UTF_16BE);
      case "utf-32", "utf32" ->
          Optional.of(Charset.forName(little(body, 4) ? "UTF-32LE" : "UTF-32BE"));
      case "utf-32le" -> Optional.of(Charset.forName("UTF-32LE"));
      case "utf-32be" -> Optional.of(Charset.forName("UTF-32BE"));
      default -> Optional.empty();
    };
  }

  // JSON begins with an ASCII character or a byte order mark: the first byte of the first unit is
  // zero, or the mark's, exactly when the order is big-endian.
  private static boolean little(byte[] body, int width) {
    if (body.length < width) {
      return false;
    }
    boolean mark = (body[0] & 0xff) == 0xff && (body[1] & 0xff) == 0xfe;
    return mark || (body[0] != 0 && body[width - 1] == 0);
  }

  private static Optional<String> decoded(byte[] body, Charset charset) {
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body))
              .toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
