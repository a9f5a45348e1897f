package io.weir.dsl.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.SystemProperty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a message's body as JSON ({@code ROUTE-07}): the content type must be application/json,
 * with or without parameters, and the content encoding utf-8, utf-16 or utf-32. Where there is no
 * content encoding the charset parameter counts; without either the body is not read, as in IoT
 * Hub.
 */
final class BodyReader {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** Reads one value of a document: what comes after it are the document's further tokens. */
  private static final ObjectReader PARTS =
      JSON.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");
  private static final String JSON_TYPE = "application/json";
  private static final String CHARSET = "charset=";

  private BodyReader() {}

  /** The document, or null when the body is not declared as JSON or is none. */
  static JsonNode read(Message message) {
    String charset = charset(message);
    try {
      return charset == null ? null : decode(message.body(), charset);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Reads the body token by token as {@link #read} does as a whole; null where only the latter will
   * do.
   */
  static JsonParser parser(Message message) throws IOException {
    String charset = charset(message);
    if (charset == null || !UTF_8.contains(charset)) {
      return null;
    }
    byte[] body = message.body();
    // A string that is stepped over is not held against the limit of its length.
    boolean limited = body.length > StreamReadConstraints.DEFAULT_MAX_STRING_LEN;
    return limited || !isUtf8(body) ? null : PARTS.createParser(body);
  }

  /** The value that a parser has come to, with everything in it. */
  static JsonNode part(JsonParser parser) throws IOException {
    return PARTS.readTree(parser);
  }

  /** How the body is declared to be encoded, in lower case; null when it is no JSON. */
  private static String charset(Message message) {
    String type = message.systemProperty(SystemProperty.CONTENT_TYPE);
    if (type == null || !isJson(type)) {
      return null;
    }
    String encoding = message.systemProperty(SystemProperty.CONTENT_ENCODING);
    String charset = encoding == null || encoding.isBlank() ? parameter(type) : encoding.strip();
    return charset.toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String type) {
    if (!type.regionMatches(true, 0, JSON_TYPE, 0, JSON_TYPE.length())) {
      return false;
    }
    String rest = type.substring(JSON_TYPE.length()).stripLeading();
    return rest.isEmpty() || rest.startsWith(";");
  }

  /** The content type's parameter; empty when it has none. */
  private static String parameter(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    int from = lower.indexOf(';');
    while (from >= 0) {
      int to = lower.indexOf(';', from + 1);
      String part = lower.substring(from + 1, to < 0 ? lower.length() : to).strip();
      if (part.startsWith(CHARSET)) {
        return part.substring(CHARSET.length()).replace("\"", "").strip();
      }
      from = to;
    }
    return "";
  }

  private static JsonNode decode(byte[] body, String charset) throws IOException {
    return switch (charset) {
      case "utf-8", "utf8" -> utf8(body);
      case "utf-16" -> wide(body, wideCharset(body, 2));
      case "utf-32" -> wide(body, wideCharset(body, 4));
      default -> null;
    };
  }

  private static JsonNode utf8(byte[] body) throws IOException {
    return isUtf8(body) ? document(JSON.readValue(body)) : null;
  }

  private static boolean isUtf8(byte[] body) {
    // The parser guesses other encodings by zero bytes and byte order marks, which UTF-8 text
    // cannot hold; what is declared as UTF-8 is judged as that.
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0 || body[i] == (byte) 0xFE || body[i] == (byte) 0xFF) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode wide(byte[] body, Charset charset)
      throws CharacterCodingException, JsonProcessingException {
    String text = charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    return document(JSON.readValue(text.startsWith("\uFEFF") ? text.substring(1) : text));
  }

  /**
   * The byte order: a mark tells it; without one, the zeros of JSON's first character, which is
   * always ASCII, do.
   */
  private static Charset wideCharset(byte[] body, int unit) {
    boolean little =
        body.length >= unit
            && ((body[0] == (byte) 0xFF && body[1] == (byte) 0xFE)
                || (body[0] != 0 && body[0] != (byte) 0xFE));
    if (unit == 2) {
      return little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }
    return Charset.forName(little ? "UTF-32LE" : "UTF-32BE");
  }

  private static JsonNode document(JsonNode node) {
    return node == null || node.isMissingNode() ? null : node;
  }
}
