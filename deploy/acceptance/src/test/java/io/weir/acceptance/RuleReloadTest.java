package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.acceptance.EventLog.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Rules alternate while a fleet sends. Each version has two endpoints, so that half of it would be
 * seen, and stamps its number on what goes there; the first ones of them are new to the hub.
 */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(66)
class RuleReloadTest {
  private static final int VERSIONS = 24;
  private static final int PAIRS = 8;
  private static final int DEVICES = 4;
  private static final Duration EFFECT = Duration.ofSeconds(2);
  private static final String EVENTS = Hub.NAME + ".messages.events";

  private final Hub hub = Hub.shared();

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName(
      "ROUTE-10, ROUTE-13: under load each message is judged by exactly one version of the rules, two"
          + " seconds after the answer by the new one; no job is restarted")
  void judgesEachMessageByOneVersion() throws Exception {
    Flink flink = Flink.of(hub);
    Map<String, String> jobs = flink.runningJobs();
    Map<String, Long> restarts = flink.lastRestarts();
    List<Instant> answers = new ArrayList<>();
    Map<String, Long> sent;
    try (Fleet fleet = Fleet.start(hub, "reload", DEVICES)) {
      fleet.awaitProgress(5);
      for (int version = 1; version <= VERSIONS; version++) {
        Rules.apply(hub, "reload.weir", rules(version));
        answers.add(Instant.now());
        fleet.awaitProgress(5);
      }
      // A device sends at most twenty messages a second.
      fleet.awaitProgress(25 * (int) EFFECT.toSeconds());
      sent = fleet.finish();
    }
    assertThat(flink.runningJobs()).isEqualTo(jobs);
    assertThat(flink.lastRestarts()).isEqualTo(restarts);

    Map<String, List<Entry>> copies = copies(sent);
    Set<Integer> versions = new HashSet<>();
    sent.forEach(
        (device, count) -> {
          NavigableMap<Long, List<Entry>> messages =
              copies.get(device).stream()
                  .collect(
                      Collectors.groupingBy(
                          RuleReloadTest::sequence, TreeMap::new, Collectors.toList()));
          assertThat(messages.keySet())
              .as("messages of %s", device)
              .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
          versions.addAll(assertJudged(device, messages, answers));
        });
    assertThat(versions).as("versions that judged a message").hasSizeGreaterThan(VERSIONS / 2);
  }

  /** The versions that judged the messages of a device. */
  private static List<Integer> assertJudged(
      String device, NavigableMap<Long, List<Entry>> messages, List<Instant> answers) {
    List<Integer> versions = new ArrayList<>();
    messages.forEach(
        (sequence, copies) -> {
          int version = version(copies.get(0));
          assertThat(copies)
              .as("message %d of %s", sequence, device)
              .extracting(Entry::topic, RuleReloadTest::version)
              .containsExactlyInAnyOrderElementsOf(
                  topics(version).map(topic -> tuple(topic, version)).toList());
          assertThat(version)
              .as("message %d of %s", sequence, device)
              .isGreaterThanOrEqualTo(inForce(answers, copies.get(0).enqueuedAt()));
          versions.add(version);
        });
    assertThat(versions).as("versions that judged %s", device).isSorted().endsWith(VERSIONS);
    return versions;
  }

  /** The version that must be in force for a message that was accepted then. */
  private static int inForce(List<Instant> answers, Instant accepted) {
    return (int) answers.stream().filter(answer -> !accepted.isBefore(answer.plus(EFFECT))).count();
  }

  /** Every copy of every message, by device. */
  private Map<String, List<Entry>> copies(Map<String, Long> sent) {
    String[] topics =
        IntStream.rangeClosed(0, PAIRS)
            .boxed()
            .flatMap(RuleReloadTest::topics)
            .toArray(String[]::new);
    try (EventLog log = EventLog.of(hub, topics)) {
      Map<String, List<Entry>> copies =
          log.entriesOf(
              sent.keySet(),
              found ->
                  sent.entrySet().stream()
                      .allMatch(
                          device ->
                              found.getOrDefault(device.getKey(), List.of()).stream()
                                      .mapToLong(RuleReloadTest::share)
                                      .sum()
                                  >= 2 * device.getValue()),
              Duration.ofSeconds(60));
      assertThat(log.entriesOf(sent.keySet(), found -> false, Duration.ofSeconds(1)))
          .as("copies that nobody waited for")
          .isEmpty();
      return copies;
    }
  }

  /** In halves of what becomes of a message. */
  private static long share(Entry copy) {
    return 2 / topics(version(copy)).count();
  }

  private static String rules(int version) {
    return """
        endpoint left-PAIR  kafka { topic = 'reload-left-PAIR' }
        endpoint right-PAIR kafka { topic = 'reload-right-PAIR' }

        route one from DeviceMessages where true to left-PAIR
        route two from DeviceMessages where true to right-PAIR

        enrich left-PAIR, right-PAIR
          set version = 'VERSION'
        """
        .replace("PAIR", Integer.toString(version % PAIRS))
        .replace("VERSION", Integer.toString(version));
  }

  /**
   * Where a version sends every message; 0 are the rules without routes, which were there before.
   */
  private static Stream<String> topics(int version) {
    return version == 0
        ? Stream.of(EVENTS)
        : Stream.of("reload-left-" + version % PAIRS, "reload-right-" + version % PAIRS);
  }

  private static int version(Entry copy) {
    return Integer.parseInt(copy.headers().getOrDefault("iothub-app-version", "0"));
  }

  private static long sequence(Entry copy) {
    return copy.body().path("sequence").asLong();
  }
}
