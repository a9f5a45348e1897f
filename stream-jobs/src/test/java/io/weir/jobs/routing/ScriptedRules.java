package io.weir.jobs.routing;

import io.weir.device.state.Recordings;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.jobs.rules.RulesSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A log of rules in memory, and a note of the topics that were asked for. */
final class ScriptedRules {

  private static final Map<String, ScriptedRules> LOGS = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final List<RulesVersion> log = new ArrayList<>();
  private final Set<String> ensured = ConcurrentHashMap.newKeySet();
  private final Set<String> impossible = ConcurrentHashMap.newKeySet();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private ShadowRules shadow;
  private Recordings recordings = Recordings.NONE;
  private Throwable failure;

  ScriptedRules() {
    LOGS.put(name, this);
  }

  synchronized void publish(long version, String text) {
    log.add(RoutingOperatorTest.version(version, text));
    notifyAll();
  }

  /** Null takes it away. */
  synchronized void shadow(ShadowRules next) {
    shadow = next;
    notifyAll();
  }

  synchronized void recordings(Recordings next) {
    recordings = next;
    notifyAll();
  }

  /** No topic of that name can be made from now on. */
  void forbid(String topic) {
    impossible.add(topic);
  }

  /** Kafka does not answer for that topic from now on. */
  void silence(String topic) {
    silent.add(topic);
  }

  void allow(String topic) {
    impossible.remove(topic);
  }

  synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  Set<String> ensured() {
    return Set.copyOf(ensured);
  }

  RulesSource.Factory sources() {
    String log = name;
    return () -> LOGS.get(log).new Reader();
  }

  TopicKeeper.Factory keepers() {
    String log = name;
    return () -> LOGS.get(log).new Keeper();
  }

  private synchronized List<RulesVersion> from(int offset, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      long left = timeout.toMillis();
      while (offset == log.size() && failure == null && left > 0) {
        wait(left);
        left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return List.copyOf(log.subList(offset, log.size()));
  }

  private final class Reader implements RulesSource {
    private int offset;

    @Override
    public List<RulesVersion> readToEnd(Duration timeout) {
      return poll(Duration.ZERO);
    }

    @Override
    public List<RulesVersion> poll(Duration timeout) {
      List<RulesVersion> versions = from(offset, timeout);
      offset += versions.size();
      return versions;
    }

    @Override
    public Optional<ShadowRules> shadow() {
      synchronized (ScriptedRules.this) {
        return Optional.ofNullable(shadow);
      }
    }

    @Override
    public Recordings recordings() {
      synchronized (ScriptedRules.this) {
        return recordings;
      }
    }

    @Override
    public void close() {}
  }

  private final class Keeper implements TopicKeeper {
    @Override
    public void ensure(Set<String> topics) {
      if (topics.stream().anyMatch(impossible::contains)) {
        throw new TopicRefusedException("refused", new IllegalArgumentException("forbidden"));
      }
      if (topics.stream().anyMatch(silent::contains)) {
        throw new IllegalStateException("not created");
      }
      ensured.addAll(topics);
    }

    @Override
    public void close() {}
  }
}
