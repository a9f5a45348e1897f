package io.weir.jobs.shadow;

import io.weir.device.state.ShadowCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Counts in memory, by shadow, writer and route; it can be away. */
public final class MemoryShadowStore {

  /** For rules without a shadow: nobody may open it. */
  public static final ShadowStore.Factory NONE =
      () -> {
        throw new AssertionError("opened (expected: no shadow, no store)");
      };

  private static final Map<String, MemoryShadowStore> STORES = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final Map<Long, Map<String, Map<String, ShadowCount>>> counts = new HashMap<>();
  private final List<ShadowCount> puts = new ArrayList<>();
  private boolean away;
  private int attempts;
  private int open;

  public MemoryShadowStore() {
    STORES.put(name, this);
  }

  public ShadowStore.Factory factory() {
    String store = name;
    return () -> STORES.get(store).opened();
  }

  /** What all writers have counted, added up by route. */
  public synchronized Map<String, ShadowCount> of(long shadow) {
    Map<String, ShadowCount> byRoute = new HashMap<>();
    for (Map<String, ShadowCount> totals : counts.getOrDefault(shadow, Map.of()).values()) {
      totals.forEach((route, count) -> byRoute.merge(route, count, ShadowCount::plus));
    }
    return byRoute;
  }

  /** Each write, in order. */
  synchronized List<ShadowCount> puts() {
    return List.copyOf(puts);
  }

  /** Whether writes fail from now on. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** Writes, those that failed included. */
  synchronized int attempts() {
    return attempts;
  }

  /** Stores that are open. */
  public synchronized int open() {
    return open;
  }

  synchronized ShadowStore opened() {
    open++;
    return new Store();
  }

  private synchronized void put(long shadow, String writer, ShadowCount total) {
    attempts++;
    if (away) {
      throw new IllegalStateException("scripted: away");
    }
    puts.add(total);
    counts
        .computeIfAbsent(shadow, id -> new HashMap<>())
        .computeIfAbsent(writer, run -> new HashMap<>())
        .put(total.route(), total);
  }

  private synchronized void closed() {
    open--;
  }

  private final class Store implements ShadowStore {
    @Override
    public void put(long shadow, String writer, ShadowCount total) {
      MemoryShadowStore.this.put(shadow, writer, total);
    }

    @Override
    public void close() {
      closed();
    }
  }
}
