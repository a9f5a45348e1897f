package io.weir.jobs.endpoints;

import io.weir.device.state.RulesVersion;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.jobs.rules.RulesSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the rules in a thread of its own: the newest version that compiles is in force. */
final class RulesWatch {

  private static final Logger LOG = LoggerFactory.getLogger(RulesWatch.class);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final long CLOSE_MILLIS = 10_000;

  private final RulesSource.Factory sources;
  private final Consumer<RuleSet> onRules;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private long seen;
  private volatile boolean closed;

  /**
   * @param onFailure is told when the watch cannot go on
   */
  RulesWatch(
      RulesSource.Factory sources, Consumer<RuleSet> onRules, Consumer<Throwable> onFailure) {
    this.sources = sources;
    this.onRules = onRules;
    this.onFailure = onFailure;
    this.thread = new Thread(this::watch, "endpoint-rules");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void watch() {
    try (RulesSource source = sources.open()) {
      putInForce(source.readToEnd(START));
      while (!closed) {
        putInForce(source.poll(POLL));
      }
    } catch (Throwable e) {
      // An error, too: a watch that died unnoticed would leave old endpoints in force.
      if (!closed) {
        onFailure.accept(e);
      }
    }
  }

  private void putInForce(List<RulesVersion> versions) {
    Optional<RuleSet> newest = Optional.empty();
    for (RulesVersion version : versions) {
      if (version.version() > seen) {
        seen = version.version();
        Optional<RuleSet> compiled = RuleFiles.compile("rules", version.text()).ruleSet();
        if (compiled.isPresent()) {
          newest = compiled;
        } else {
          LOG.error("Rules version {} does not compile and is ignored", seen);
        }
      }
    }
    newest.ifPresent(onRules);
  }

  void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
