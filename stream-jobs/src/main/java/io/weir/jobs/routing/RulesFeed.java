package io.weir.jobs.routing;

import io.weir.device.state.RulesVersion;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the rules in force: those at the log's end when it starts, and each newer version as it
 * comes. A version is handed over when the topics of its endpoints exist.
 */
final class RulesFeed {

  /**
   * How long things may take.
   *
   * @param start reading the rules to their end
   * @param poll between two looks at whether the feed is closed
   * @param topics making the topics of a new version, with retries
   * @param check between two looks at whether the topics still exist
   */
  record Times(Duration start, Duration poll, Duration topics, Duration check)
      implements Serializable {
    static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10));
  }

  private static final Logger LOG = LoggerFactory.getLogger(RulesFeed.class);
  private static final long RETRY_MILLIS = 200;
  private static final long CLOSE_MILLIS = 5_000;

  private final RulesSource source;
  private final TopicKeeper topics;
  private final RulesCompiler compiler;
  private final Times times;
  private Thread thread;
  private volatile boolean closed;

  RulesFeed(RulesSource source, TopicKeeper topics, RulesCompiler compiler, Times times) {
    this.source = source;
    this.topics = topics;
    this.compiler = compiler;
    this.times = times;
  }

  /**
   * Reads the rules to their end.
   *
   * @throws IllegalStateException when that is not possible, or none of the versions compiles
   */
  RoutingTable start() throws InterruptedException {
    List<RulesVersion> versions = source.readToEnd(times.start());
    RoutingTable table = compiler.none();
    for (RulesVersion version : versions) {
      table = compiler.compile(version).orElse(table);
    }
    if (!versions.isEmpty() && table.version() == 0) {
      // To route by no rules at all would quietly pass endpoints by.
      throw new IllegalStateException(
          "rules: no version compiles (expected: one that this release understands)");
    }
    topics.ensure(table.endpointTopics());
    return table;
  }

  /**
   * Follows the rules from where {@link #start} ended, in a thread of its own.
   *
   * @param onTable takes each newer table
   * @param onFailure is told when the feed cannot go on
   */
  void follow(RoutingTable current, Consumer<RoutingTable> onTable, Consumer<Throwable> onFailure) {
    thread =
        new Thread(
            () -> {
              try {
                follow(current, onTable);
              } catch (RuntimeException | InterruptedException e) {
                if (!closed) {
                  onFailure.accept(e);
                }
              }
            },
            "rules-feed");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow(RoutingTable first, Consumer<RoutingTable> onTable)
      throws InterruptedException {
    RoutingTable current = first;
    long checked = System.nanoTime();
    while (!closed) {
      for (RulesVersion version : source.poll(times.poll())) {
        Optional<RoutingTable> next = compiler.compile(version);
        if (next.isPresent()) {
          current = next.get();
          ensure(current);
          onTable.accept(current);
        }
      }
      if (System.nanoTime() - checked >= times.check().toNanos()) {
        check(current);
        checked = System.nanoTime();
      }
    }
  }

  private void ensure(RoutingTable table) throws InterruptedException {
    long deadline = System.nanoTime() + times.topics().toNanos();
    while (true) {
      try {
        topics.ensure(table.endpointTopics());
        return;
      } catch (IllegalStateException e) {
        if (closed || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LOG.warn("Rules version {} waits for its topics: {}", table.version(), e.toString());
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  /** A topic that was deleted would stall the sink, which never gives up on a record. */
  private void check(RoutingTable table) throws InterruptedException {
    try {
      topics.ensure(table.endpointTopics());
    } catch (IllegalStateException e) {
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
