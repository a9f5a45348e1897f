package io.weir.device.twin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as the hub keeps it: strings and numbers are exactly what they were (TWIN-10). */
public final class TwinJson {

  /** Deeper than any twin may be, with room for its wrapping. */
  private static final int MAX_NESTING = 64;

  /** Digits of a number. */
  private static final int MAX_NUMBER = 400;

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
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new InvalidTwinException(
          "JSON: " + firstLine(e.getOriginalMessage()) + where + " (expected: a JSON document)");
    }
  }

  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JacksonException e) {
      throw new IllegalStateException("JSON: not writable (expected: any tree)", e);
    }
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
