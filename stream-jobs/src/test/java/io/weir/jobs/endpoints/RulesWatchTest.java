package io.weir.jobs.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.state.Recordings;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.jobs.rules.RulesSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RulesWatchTest {

  private final Log log = new Log();
  private final List<RuleSet> inForce = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final RulesWatch watch = new RulesWatch(() -> log, inForce::add, failures::add);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  @DisplayName("The log's rules 13: of what is there at the start, the newest that compiles")
  void startsWithTheNewest() {
    log.publish(1, "one");
    log.publish(2, "two");
    log.add(3, "route from nowhere");
    watch.start();
    await().untilAsserted(() -> assertThat(names()).containsExactly("two"));
  }

  @Test
  void followsWhatIsNewer() {
    watch.start();
    log.publish(2, "two");
    await().untilAsserted(() -> assertThat(names()).containsExactly("two"));
    log.publish(1, "one");
    log.add(3, "route from nowhere");
    log.publish(4, "four");
    await().untilAsserted(() -> assertThat(names()).containsExactly("two", "four"));
    assertThat(failures).isEmpty();
  }

  @Test
  void aWatchThatCannotGoOnSaysSo() {
    watch.start();
    log.broken = true;
    await().until(() -> failures.size() == 1);
  }

  private List<String> names() {
    return inForce.stream()
        .map(RuleSet::endpoints)
        .flatMap(List::stream)
        .map(Endpoint::name)
        .toList();
  }

  /** A log of rules in memory. */
  private static final class Log implements RulesSource {
    private final BlockingQueue<RulesVersion> versions = new LinkedBlockingQueue<>();
    private volatile boolean broken;

    void publish(long version, String endpoint) {
      add(version, "endpoint " + endpoint + " kafka { topic = '" + endpoint + "' }\n");
    }

    void add(long version, String text) {
      versions.add(new RulesVersion(version, text, 1));
    }

    @Override
    public List<RulesVersion> readToEnd(Duration timeout) {
      List<RulesVersion> all = new ArrayList<>();
      versions.drainTo(all);
      return all;
    }

    @Override
    public Optional<ShadowRules> shadow() {
      return Optional.empty();
    }

    @Override
    public List<RulesVersion> poll(Duration timeout) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      try {
        RulesVersion next = versions.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return next == null ? List.of() : List.of(next);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }

    @Override
    public Recordings recordings() {
      return Recordings.NONE;
    }

    @Override
    public void close() {}
  }
}
