package io.weir.dsl.endpoint;

import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Span;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Finds endpoints of one file that would get into each other's way. */
public final class Clashes {

  private final Problems problems;

  /** The first endpoint that has files of such names. */
  private final Map<String, String> files = new HashMap<>();

  /** The first topic of those that Kafka takes for the same. */
  private final Map<String, String> topics = new HashMap<>();

  /** Likewise of endpoints, whose own topics bear their names. */
  private final Map<String, String> names = new HashMap<>();

  public Clashes(Problems problems) {
    this.problems = problems;
  }

  /** Reports what cannot stand beside the endpoints that were added before. */
  public void add(Endpoint endpoint, Span place) {
    String name = endpoint.name().toLowerCase(Locale.ROOT);
    String alike = names.putIfAbsent(alikeForKafka(name), name);
    if (alike != null) {
      report(place, "endpoint", name, alike);
    }
    if (endpoint instanceof KafkaEndpoint kafka && kafka.isLocal()) {
      String same = topics.putIfAbsent(alikeForKafka(kafka.topic()), kafka.topic());
      if (same != null && !same.equals(kafka.topic())) {
        report(place, "topic", kafka.topic(), same);
      }
    }
    if (endpoint instanceof FilesEndpoint written) {
      String first = files.putIfAbsent(filesOf(written), endpoint.name());
      if (first != null) {
        problems.error(
            place,
            "the endpoint writes files of the same names as '"
                + Shown.text(first)
                + "', one over the other (expected: another path or pattern)");
      }
    }
  }

  private void report(Span place, String what, String found, String other) {
    problems.error(
        place,
        "the %s '%s' cannot stand beside '%s': in names of topics Kafka takes '.' and '_' for the same (expected: another name)"
            .formatted(what, Shown.text(found), Shown.text(other)));
  }

  private static String alikeForKafka(String name) {
    return name.replace('.', '_');
  }

  private static String filesOf(FilesEndpoint endpoint) {
    String path =
        endpoint.path().replaceAll("(?<!:)/(\\./|/)*", "/").replaceAll("^\\./|/\\.?$", "");
    return path + "/" + endpoint.pattern() + "." + endpoint.format().wireName();
  }
}
