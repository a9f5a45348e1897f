package io.weir.dsl.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes two values the same for {@code GROUP BY} and {@code DISTINCT}: numbers by their value
 * however they are written, objects whatever the order of their members.
 */
public final class JsonKey {

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
    if (value.isFloatingPointNumber()
        && !value.isBigDecimal()
        && !Double.isFinite(value.doubleValue())) {
      return value.asText();
    }
    BigDecimal number = value.decimalValue();
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
  }
}
