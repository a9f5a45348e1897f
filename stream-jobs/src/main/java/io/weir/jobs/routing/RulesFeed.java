package io.weir.jobs.routing;

import io.weir.device.state.Recordings;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.jobs.rules.RulesSource;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the rules in force: those at the log's end when it starts, and each newer version as it
 * comes; with them the shadow beside them. A version is handed over when the topics of its
 * endpoints exist. While they cannot be made the former version stays in force, and the newest one
 * is tried again.
 */
final class RulesFeed {

  /**
   * How long things may take.
   *
   * @param start reading the rules to their end
   * @param poll between two looks at whether the feed is closed
   * @param retry between two attempts to make the topics of a version
   * @param check between two looks at whether the topics still exist
   */
  record Times(Duration start, Duration poll, Duration retry, Duration check)
      implements Serializable {
    static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));
  }

  private static final Logger LOG = LoggerFactory.getLogger(RulesFeed.class);
  private static final long CLOSE_MILLIS = 5_000;

  private final RulesSource source;
  private final TopicKeeper topics;
  private final RulesCompiler compiler;
  private final Times times;
  private final BiConsumer<RoutingTable, RuntimeException> onHeld;
  private Thread thread;
  private RoutingTable current;
  private RoutingTable waiting;
  private Optional<ShadowRules> followed = Optional.empty();
  private Optional<RoutingTable> shadow = Optional.empty();
  private long waitingSince;
  private long heldVersion;
  private volatile boolean closed;

  /**
   * Makes a feed.
   *
   * @param onHeld is told once of each version that waits for its topics, and why
   */
  RulesFeed(
      RulesSource source,
      TopicKeeper topics,
      RulesCompiler compiler,
      Times times,
      BiConsumer<RoutingTable, RuntimeException> onHeld) {
    this.source = source;
    this.topics = topics;
    this.compiler = compiler;
    this.times = times;
    this.onHeld = onHeld;
  }

  /**
   * Reads the rules to their end, and gives the newest version that Kafka does not refuse the
   * topics of. A Kafka that does not answer is no reason to route by rules that were replaced.
   *
   * @throws IllegalStateException when they cannot be read, Kafka does not answer, or none of the
   *     versions can be put in force
   */
  RoutingTable start() throws InterruptedException {
    List<RulesVersion> versions = source.readToEnd(times.start());
    List<RoutingTable> tables = new ArrayList<>();
    for (RulesVersion version : versions) {
      compiler.compile(version).ifPresent(tables::add);
    }
    if (versions.isEmpty()) {
      tables.add(compiler.none());
    } else if (tables.isEmpty()) {
      // To route by no rules at all would quietly pass endpoints by.
      throw new IllegalStateException(
          "rules: no version compiles (expected: one that this release understands)");
    }
    RuntimeException failure = null;
    for (int i = tables.size() - 1; i >= 0 && current == null; i--) {
      try {
        topics.ensure(tables.get(i).endpointTopics());
        current = tables.get(i);
      } catch (TopicRefusedException e) {
        held(tables.get(i), e);
        failure = e;
      }
    }
    if (current == null) {
      throw new IllegalStateException(
          "rules: no version has its topics (expected: one that has)", failure);
    }
    RoutingTable newest = tables.get(tables.size() - 1);
    if (newest.version() != current.version()) {
      await(newest);
    }
    var unused = accompany();
    return current;
  }

  /**
   * Follows the rules from where {@link #start} ended, in a thread of its own.
   *
   * @param onTable takes each newer table, and the same one with another shadow or recordings
   * @param onFailure is told when the feed cannot go on
   */
  void follow(Consumer<RoutingTable> onTable, Consumer<Throwable> onFailure) {
    thread =
        new Thread(
            () -> {
              try {
                followUntilClosed(onTable);
              } catch (Throwable e) {
                // An error, too: a feed that died unnoticed would leave old rules in force.
                if (!closed) {
                  onFailure.accept(e);
                }
              }
            },
            "rules-feed");
    thread.setDaemon(true);
    thread.start();
  }

  private void followUntilClosed(Consumer<RoutingTable> onTable) throws InterruptedException {
    long checked = System.nanoTime();
    while (!closed) {
      for (RulesVersion version : source.poll(times.poll())) {
        compiler.compile(version).ifPresent(this::await);
      }
      if (accompany()) {
        onTable.accept(current);
      }
      long now = System.nanoTime();
      if (waiting != null && now - waitingSince >= 0) {
        putInForce(onTable);
      }
      if (now - checked >= times.check().toNanos()) {
        check();
        checked = now;
      }
    }
  }

  /** Whether something else stands beside the rules in force now. It needs no topics. */
  private boolean accompany() {
    Optional<ShadowRules> latest = source.shadow();
    boolean otherShadow = !latest.equals(followed);
    if (otherShadow) {
      followed = latest;
      shadow = latest.flatMap(compiler::compile);
      current = current.beside(shadow);
    }
    Recordings recorded = source.recordings();
    boolean otherRecordings = !recorded.equals(current.recordings());
    if (otherRecordings) {
      current = current.recording(recorded);
    }
    return otherShadow || otherRecordings;
  }

  /** A newer version takes the place of one that waits still. */
  private void await(RoutingTable next) {
    waiting = next;
    waitingSince = System.nanoTime();
  }

  private void putInForce(Consumer<RoutingTable> onTable) throws InterruptedException {
    try {
      topics.ensure(waiting.endpointTopics());
    } catch (RuntimeException e) {
      held(waiting, e);
      waitingSince = System.nanoTime() + times.retry().toNanos();
      return;
    }
    current = waiting.beside(shadow).recording(current.recordings());
    waiting = null;
    onTable.accept(current);
  }

  private void held(RoutingTable table, RuntimeException e) {
    if (closed || table.version() <= heldVersion) {
      return;
    }
    heldVersion = table.version();
    LOG.error("Rules version {} waits for its topics", table.version(), e);
    onHeld.accept(table, e);
  }

  /** A topic that was deleted would stall the sink, which never gives up on a record. */
  private void check() throws InterruptedException {
    try {
      topics.ensure(current.endpointTopics());
    } catch (RuntimeException e) {
      LOG.warn("The topics of the endpoints were not checked: {}", e.toString());
    }
  }

  /** Ends the following, and closes what it was made of. */
  void close() throws InterruptedException {
    closed = true;
    if (thread != null) {
      thread.interrupt();
      thread.join(CLOSE_MILLIS);
    }
    source.close();
    topics.close();
  }
}
