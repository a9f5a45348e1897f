package io.weir.device.twin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;

/** JSON as the hub keeps it: strings and numbers are exactly what they were (TWIN-10). */
public final class TwinJson {

  /** Deeper than any twin may be, with room for its wrapping. */
  private static final int MAX_NESTING = 64;

  /** Digits of a number. */
  private static final int MAX_NUMBER = 400;

  /** The parser's way to tell a place in a text that it is not to show. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\]]*?(line: [^\\]]*)\\]");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(factory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private TwinJson() {}

  private static JsonFactory factory() {
    return new JsonFactoryBuilder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxNumberLength(MAX_NUMBER)
                .build())
        .build();
  }

  /** Reads and writes trees; numbers with a fraction are {@code BigDecimal}s. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads a text.
   *
   * @throws InvalidTwinException when it is empty, not JSON, too deep, or has a key twice
   */
  public static JsonNode parse(String text) {
    try {
      JsonNode read = MAPPER.readTree(text);
      if (read.isMissingNode()) {
        throw new InvalidTwinException("JSON: empty (expected: a JSON document)");
      }
      return read;
    } catch (MismatchedInputException e) {
      throw invalid("text after the document's end", e);
    } catch (JacksonException e) {
      throw invalid(problem(e.getOriginalMessage()), e);
    } catch (NumberFormatException e) {
      // of exponents beyond 32 bits, which the reader takes for numbers
      throw new InvalidTwinException("JSON: exponent out of range (expected: a JSON document)");
    }
  }

  private static InvalidTwinException invalid(String problem, JacksonException cause) {
    JsonLocation at = cause.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new InvalidTwinException("JSON: " + problem + where + " (expected: a JSON document)");
  }

  /** One line, and without the parser's remarks on itself. */
  private static String problem(String message) {
    return SOURCE.matcher(message.lines().findFirst().orElse("")).replaceAll("$1");
  }

  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JacksonException e) {
      throw new IllegalStateException("JSON: not writable (expected: any tree)", e);
    }
  }
}
