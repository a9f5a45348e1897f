package io.weir.dsl.body;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A value with parameters, such as {@code application/json; charset=utf-8}.
 *
 * @param value in lower case
 * @param parameters by name in lower case; of two with one name the first counts
 */
record HeaderValue(String value, Map<String, String> parameters) {

  /** Takes any text, and null as the empty one; what is no parameter is left out. */
  static HeaderValue of(String text) {
    if (text == null) {
      return new HeaderValue("", Map.of());
    }
    int end = text.indexOf(';');
    return end < 0
        ? new HeaderValue(lower(text), Map.of())
        : new HeaderValue(lower(text.substring(0, end)), parameters(text, end));
  }

  private static Map<String, String> parameters(String text, int start) {
    Map<String, String> parameters = new HashMap<>();
    int from = start;
    while (from >= 0) {
      int to = text.indexOf(';', from + 1);
      String parameter = text.substring(from + 1, to < 0 ? text.length() : to);
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            lower(parameter.substring(0, equals)),
            parameter.substring(equals + 1).replace("\"", "").strip());
      }
      from = to;
    }
    return parameters;
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
