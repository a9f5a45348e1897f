package io.weir.dsl.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words of the query language that are no paths (QRY-01..05). */
final class QueryWords {

  private static final Set<String> KEYWORDS =
      Set.of(
          "select",
          "distinct",
          "top",
          "as",
          "from",
          "where",
          "group",
          "order",
          "by",
          "having",
          "asc",
          "desc",
          "and",
          "or",
          "not",
          "in",
          "nin",
          "like",
          "escape",
          "explain",
          "true",
          "false",
          "null",
          "undefined");

  /** Spellings of the functions that rules know by another name. */
  private static final Map<String, String> FUNCTIONS =
      Map.of("startswith", "starts_with", "endswith", "ends_with");

  private QueryWords() {}

  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The function's name as both languages know it. */
  static String function(String name) {
    return FUNCTIONS.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }
}
