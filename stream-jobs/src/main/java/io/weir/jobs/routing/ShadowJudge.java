package io.weir.jobs.routing;

import io.weir.dsl.message.Message;
import io.weir.dsl.plan.Scope;
import io.weir.jobs.shadow.ShadowCounter;
import io.weir.jobs.shadow.ShadowSample;
import io.weir.jobs.shadow.ShadowStore;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the shadow beside the rules in force would do otherwise, while there is one. Used by
 * the task's thread, which it never fails and never lets wait.
 */
final class ShadowJudge {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowJudge.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final ShadowStore.Factory stores;
  private final String subtask;
  private RoutingTable live;
  private Shadow shadow;
  private ShadowCounter counter;
  private boolean failed;

  /**
   * Makes a judge that has no shadow yet.
   *
   * @param subtask who counts; no two that run at a time have the same name
   */
  ShadowJudge(ShadowStore.Factory stores, String subtask) {
    this.stores = stores;
    this.subtask = subtask;
  }

  /** Judges by this table and its shadow from now on. The counts of the same shadow go on. */
  void follow(RoutingTable next) {
    live = next;
    shadow = next.shadow().orElse(null);
    if (counter != null && (shadow == null || shadow.id() != counter.shadow())) {
      counter.end();
      counter = null;
    }
    if (counter == null && shadow != null) {
      String run = subtask + "/" + Instant.now();
      counter = ShadowCounter.start(shadow.id(), run, stores.open(), PERIOD);
      failed = false;
    }
  }

  /** Judges a message that the rules in force have routed. */
  void judge(Message message) {
    if (shadow != null) {
      count(message);
    }
  }

  private void count(Message message) {
    try {
      counter.count(shadow.comparison().of(message), () -> sample(message));
    } catch (RuntimeException e) {
      if (!failed) {
        LOG.warn("Shadow {} could not judge a message", shadow.id(), e);
      }
      failed = true;
    }
  }

  private String sample(Message message) {
    return ShadowSample.of(
        message,
        live.route(new Scope(message)).endpoints(),
        shadow.table().route(new Scope(message)).endpoints());
  }

  /** Writes what was counted, as far as that takes seconds only. */
  void close() throws InterruptedException {
    if (counter != null) {
      counter.end();
      if (!counter.awaitEnd(CLOSE)) {
        LOG.warn("The last differences of shadow {} are not written", counter.shadow());
      }
    }
  }
}
