package io.weir.jobs.devices;

import io.weir.device.state.RowChange;
import io.weir.device.store.LogTopic;
import io.weir.device.store.StoredState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store of rows in memory with Cassandra's rule (the higher timestamp wins), whose writes wait or
 * fail as a test says.
 */
final class ScriptedStore implements RowStore {

  static final long EPOCH = 1_700_000_000_000_000L;

  /** The topic that the operator finds, unless a test says otherwise. */
  static final LogTopic TOPIC = new LogTopic("topic-1", 8);

  private static final Map<String, ScriptedStore> STORES = new ConcurrentHashMap<>();

  /** A write as it was asked for. */
  record Write(String key, RowChange change, long position) {}

  private final List<Write> asked = new ArrayList<>();
  private final Map<String, Write> rows = new HashMap<>();
  private final Set<String> slow = new HashSet<>();
  private final Map<String, Deque<Runnable>> held = new HashMap<>();
  private int failures;
  private LogTopic claimed;

  /** A factory that gives this very store, as a serialised factory must find it again. */
  Factory factory() {
    String name = UUID.randomUUID().toString();
    STORES.put(name, this);
    return () -> STORES.get(name);
  }

  @Override
  public long epoch() {
    return EPOCH;
  }

  @Override
  public synchronized LogTopic claim(LogTopic topic) {
    claimed = claimed == null ? topic : claimed;
    return claimed;
  }

  @Override
  public synchronized CompletionStage<Void> write(String key, RowChange change, long position) {
    Write write = new Write(key, change, position);
    asked.add(write);
    if (failures > 0) {
      failures--;
      return CompletableFuture.failedFuture(new IllegalStateException("scripted failure"));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable apply =
        () -> {
          rows.merge(
              key + "/" + change.row(),
              write,
              (old, next) -> next.position() >= old.position() ? next : old);
          done.complete(null);
        };
    if (slow.contains(key)) {
      held.computeIfAbsent(key, name -> new ArrayDeque<>()).add(apply);
    } else {
      apply.run();
    }
    return done;
  }

  @Override
  public StoredState stored() {
    throw new UnsupportedOperationException("rebuilt against a real Cassandra only");
  }

  @Override
  public void close() {}

  /** Holds the key's writes from now on. */
  synchronized void hold(String key) {
    slow.add(key);
  }

  /** Lets all writes of the key through that are held, and those to come. */
  synchronized void release(String key) {
    slow.remove(key);
    Deque<Runnable> waiting = held.remove(key);
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  synchronized void failNext(int writes) {
    failures = writes;
  }

  synchronized List<Write> asked() {
    return List.copyOf(asked);
  }

  synchronized Map<String, Write> rows() {
    return Map.copyOf(rows);
  }
}
