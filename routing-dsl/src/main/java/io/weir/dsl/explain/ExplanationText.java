package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;

/** Explanations for people. */
public final class ExplanationText {

  /** A longer value, such as a whole array, is cut. */
  private static final int MAX_VALUE = 120;

  /** A longer expression is cut. */
  private static final int MAX_EXPRESSION = 400;

  private final String file;

  /**
   * @param file how the texts name the rule file
   */
  public ExplanationText(String file) {
    this.file = file;
  }

  /** All of it, in lines. */
  public String of(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    explanation.routes().forEach(route -> text.append(of(route)));
    explanation.twinVersion().ifPresent(v -> text.append("twin version: ").append(v).append('\n'));
    return text.append("goes to: ").append(goesTo(explanation)).append('\n').toString();
  }

  /** One route's, in lines. */
  public String of(RouteExplanation route) {
    Because because = route.because();
    StringBuilder text = new StringBuilder();
    text.append(route.name()).append(": ").append(route.verdict().word()).append('\n');
    text.append("  because ").append(of(because.result()));
    text.append(" (").append(file).append(':').append(because.position().line());
    text.append(':').append(because.position().column()).append(")\n");
    because.saw().forEach(seen -> text.append("    ").append(of(seen)).append('\n'));
    return text.toString();
  }

  private static String goesTo(Explanation explanation) {
    if (explanation.endpoints().isEmpty()) {
      return "nothing";
    }
    return String.join(", ", explanation.endpoints())
        + (explanation.fallback() ? " (the fallback: no route took it)" : "");
  }

  private static String of(Seen seen) {
    return line(seen.expression(), MAX_EXPRESSION)
        + " is "
        + seen.value().map(JsonNode::toString).map(v -> line(v, MAX_VALUE)).orElse("undefined")
        + seen.remark().map(remark -> ": " + line(remark, MAX_EXPRESSION)).orElse("");
  }

  /** On one line, and without what would move the reader's cursor. */
  private static String line(String text, int max) {
    String shown = text.length() > max ? text.substring(0, max) + "..." : text;
    return shown.replaceAll("\\s+", " ").replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
  }
}
