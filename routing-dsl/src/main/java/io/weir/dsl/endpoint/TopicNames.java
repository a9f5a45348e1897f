package io.weir.dsl.endpoint;

import java.util.Optional;

/** The topic names that Kafka takes, and does not use itself. */
public final class TopicNames {

  /** Kafka's own limit: the name becomes a directory's, with room for the partition number. */
  public static final int MAX_LENGTH = 249;

  /** What names of topics consist of. */
  public static final String LEGAL = "letters from A to Z, digits, '.', '_' and '-'";

  private TopicNames() {}

  /** What a good name would be, when this one is not; empty when it is fine. */
  public static Optional<String> problem(String topic) {
    if (topic.isEmpty() || topic.length() > MAX_LENGTH) {
      return Optional.of("1 to " + MAX_LENGTH + " characters");
    }
    if (topic.equals(".") || topic.equals("..")) {
      return Optional.of("a name other than '.' and '..'");
    }
    if (topic.startsWith("__")) {
      return Optional.of("a name that does not begin with '__', as Kafka's own do");
    }
    return isLegal(topic) ? Optional.empty() : Optional.of("only " + LEGAL);
  }

  /** Whether each character may stand in the name of a topic. */
  public static boolean isLegal(String text) {
    return text.chars().allMatch(TopicNames::legal);
  }

  private static boolean legal(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
