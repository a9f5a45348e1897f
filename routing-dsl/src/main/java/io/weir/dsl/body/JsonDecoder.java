package io.weir.dsl.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * JSON in UTF-8, UTF-16 or UTF-32, judged in the encoding that is declared. Without one the body is
 * not read, as in IoT Hub.
 */
final class JsonDecoder implements BodyDecoder {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(Limits.OF_BODIES)
          // Devices make up names; the virtual machine's table of strings is not theirs.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");

  @Override
  public boolean takes(BodyType type) {
    return type.mediaType().equals("application/json") && !type.charset().isEmpty();
  }

  @Override
  public JsonNode decode(byte[] body, BodyType type) throws UndecodableBodyException {
    if (UTF_8.contains(type.charset())) {
      return utf8(body);
    }
    return switch (type.charset()) {
      case "utf-16" -> wide(body, wideCharset(body, 2));
      case "utf-32" -> wide(body, wideCharset(body, 4));
      default ->
          throw new UndecodableBodyException(
              "found the content encoding '"
                  + type.charset()
                  + "' (expected: utf-8, utf-16, utf-32 or gzip)");
    };
  }

  /** The body token by token; null when it is not in UTF-8, or not declared as that. */
  JsonParser tokens(byte[] body, BodyType type) throws IOException {
    return UTF_8.contains(type.charset()) && isUtf8(body)
        ? JsonTrees.tokens(JSON.createParser(body))
        : null;
  }

  private static JsonNode utf8(byte[] body) throws UndecodableBodyException {
    if (!isUtf8(body)) {
      throw notIn("utf-8");
    }
    return JsonTrees.read(() -> JSON.createParser(body));
  }

  private static boolean isUtf8(byte[] body) {
    // The parser takes zeros among the first bytes for another encoding.
    return Utf8.isWellFormed(body) && !zeroAhead(body);
  }

  private static boolean zeroAhead(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode wide(byte[] body, Charset charset) throws UndecodableBodyException {
    String text = text(body, charset);
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return JsonTrees.read(() -> JSON.createParser(unmarked));
  }

  private static String text(byte[] body, Charset charset) throws UndecodableBodyException {
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      // Java's UTF-32 lets half a surrogate pair pass.
      if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // The answer is the same.
    }
    throw notIn(charset.name().toLowerCase(Locale.ROOT));
  }

  private static UndecodableBodyException notIn(String charset) {
    return new UndecodableBodyException("the body is not in the declared encoding " + charset);
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
}
