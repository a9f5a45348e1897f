package io.weir.dsl.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes two values the same for {@code GROUP BY} and {@code DISTINCT}: numbers by their value
 * however they are written, objects whatever the order of their members.
 */
public final class JsonKey {

  /** Longer integers are written with an exponent. */
  private static final int MAX_DIGITS = 20;

  private JsonKey() {}

  /**
   * A text that same values share and no others.
   *
   * @param value null when it is undefined
   */
  public static String of(JsonNode value) {
    StringBuilder key = new StringBuilder();
    append(key, value);
    return key.toString();
  }

  static void append(StringBuilder key, JsonNode value) {
    if (value == null || value.isMissingNode()) {
      key.append('?');
    } else if (value.isNumber()) {
      key.append(number(value));
    } else if (value.isTextual()) {
      // The length tells where it ends.
      text(key, value.textValue());
    } else if (value.isArray()) {
      key.append('[');
      for (JsonNode element : value) {
        append(key, element);
        key.append(',');
      }
      key.append(']');
    } else if (value.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      key.append('{');
      members.forEach(
          (name, member) -> {
            text(key, name);
            append(key, member);
            key.append(',');
          });
      key.append('}');
    } else {
      key.append(value.asText());
    }
  }

  private static void text(StringBuilder key, String text) {
    key.append('"').append(text.length()).append(':').append(text);
  }

  private static String number(JsonNode value) {
    return isFinite(value) ? plain(value).toString() : value.asText();
  }

  private static boolean isFinite(JsonNode number) {
    return number.isIntegralNumber()
        || number.isBigDecimal()
        || Double.isFinite(number.doubleValue());
  }

  private static BigDecimal plain(JsonNode number) {
    BigDecimal decimal = number.decimalValue();
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  /**
   * The value as it stands for all that are the same: a number is written in the shortest way, with
   * no fraction where it has none.
   */
  static JsonNode shown(JsonNode value) {
    if (value == null || !value.isNumber() || !isFinite(value)) {
      return value;
    }
    BigDecimal number = plain(value);
    boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= MAX_DIGITS;
    return whole
        ? JsonNodeFactory.instance.numberNode(number.toBigIntegerExact())
        : JsonNodeFactory.instance.numberNode(number);
  }
}
