package io.weir.jobs.twins;

import io.weir.device.identity.TwinKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Twins in memory, by {@link TwinKey#path}, whose reads fail or wait as a test says. */
public final class ScriptedTwins {

  private static final Map<String, ScriptedTwins> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private final Map<String, List<Runnable>> waiting = new HashMap<>();
  private final List<String> reads = new ArrayList<>();
  private int opened;
  private int closed;
  private int refusals;
  private int failures;

  public ScriptedTwins() {
    ALL.put(name, this);
  }

  public TwinStore.Factory factory() {
    String mine = name;
    return () -> ALL.get(mine).open();
  }

  /** From now on the twin is tagged so. */
  public void tag(String path, String key, String value) {
    put(path, "{\"tags\":{\"" + key + "\":\"" + value + "\"}}");
  }

  /** From now on the twin is this, as {@link TwinStore#read} says. */
  public synchronized void put(String path, String text) {
    texts.put(path, text);
  }

  /** The next attempts to open the store fail. */
  public synchronized void refuse(int attempts) {
    refusals = attempts;
  }

  /** The next reads fail. */
  public synchronized void fail(int attempts) {
    failures = attempts;
  }

  /** Reads of the twin find what there is when they begin, and wait. */
  public synchronized void hold(String path) {
    held.add(path);
  }

  /** Answers the reads that wait; later ones do not. */
  public void release(String path) {
    List<Runnable> answers;
    synchronized (this) {
      held.remove(path);
      answers = waiting.remove(path);
    }
    if (answers != null) {
      answers.forEach(Runnable::run);
    }
  }

  /** Of which twins, in the order in which they began; failed ones too. */
  public synchronized List<String> reads() {
    return List.copyOf(reads);
  }

  /** How many times the store was opened. */
  public synchronized int opened() {
    return opened;
  }

  /** How many times it was closed. */
  public synchronized int closed() {
    return closed;
  }

  private synchronized TwinStore open() {
    if (refusals > 0) {
      refusals--;
      throw new IllegalStateException("scripted refusal");
    }
    opened++;
    return new Store();
  }

  private synchronized CompletionStage<Optional<String>> read(TwinKey key) {
    String path = key.path();
    reads.add(path);
    if (failures > 0) {
      failures--;
      return CompletableFuture.failedFuture(new IllegalStateException("scripted failure"));
    }
    Optional<String> found = Optional.ofNullable(texts.get(path));
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    if (held.contains(path)) {
      waiting.computeIfAbsent(path, any -> new ArrayList<>()).add(() -> answer.complete(found));
    } else {
      answer.complete(found);
    }
    return answer;
  }

  private synchronized void close() {
    closed++;
  }

  private final class Store implements TwinStore {
    @Override
    public CompletionStage<Optional<String>> read(TwinKey key) {
      return ScriptedTwins.this.read(key);
    }

    @Override
    public void close() {
      ScriptedTwins.this.close();
    }
  }
}
