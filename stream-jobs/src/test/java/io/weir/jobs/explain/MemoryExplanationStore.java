package io.weir.jobs.explain;

import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Explanations in memory; it can be away. */
public final class MemoryExplanationStore {

  /** For who does not look at them. */
  public static final ExplanationStore.Factory UNREAD =
      () -> new MemoryExplanationStore().new Store();

  private static final Map<String, MemoryExplanationStore> STORES = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final Map<ExplainedMessage, String> explanations = new LinkedHashMap<>();
  private final Map<ExplainedMessage, Map<String, EndpointAnswer>> answers = new HashMap<>();
  private boolean away;
  private int open;

  public MemoryExplanationStore() {
    STORES.put(name, this);
  }

  public ExplanationStore.Factory factory() {
    String store = name;
    return () -> STORES.get(store).opened();
  }

  /** As JSON, in the order in which they were kept first. */
  public synchronized List<String> explanations() {
    return List.copyOf(explanations.values());
  }

  /** What was explained, in the order in which it was kept first. */
  public synchronized List<ExplainedMessage> messages() {
    return List.copyOf(explanations.keySet());
  }

  /** The last answers by endpoint. */
  public synchronized Map<String, EndpointAnswer> answers(ExplainedMessage message) {
    return Map.copyOf(answers.getOrDefault(message, Map.of()));
  }

  /** Whether calls fail from now on. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** Stores that are open. */
  public synchronized int open() {
    return open;
  }

  private synchronized ExplanationStore opened() {
    open++;
    return new Store();
  }

  private void requirePresent() {
    if (away) {
      throw new IllegalStateException("scripted: away");
    }
  }

  private final class Store implements ExplanationStore {
    @Override
    public void put(ExplainedMessage message, String messageId, String json) {
      synchronized (MemoryExplanationStore.this) {
        requirePresent();
        explanations.put(message, json);
      }
    }

    @Override
    public void answer(List<ExplainedMessage> messages, String endpoint, EndpointAnswer answer) {
      synchronized (MemoryExplanationStore.this) {
        requirePresent();
        for (ExplainedMessage message : messages) {
          answers.computeIfAbsent(message, none -> new HashMap<>()).put(endpoint, answer);
        }
      }
    }

    @Override
    public void close() {
      synchronized (MemoryExplanationStore.this) {
        open--;
      }
    }
  }
}
