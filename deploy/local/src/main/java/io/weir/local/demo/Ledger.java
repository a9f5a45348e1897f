package io.weir.local.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts for every message: what was sent, what the hub acknowledged, and where each arrived how
 * often. Pure bookkeeping; thread-safe.
 */
public final class Ledger {
  private static final int EXAMPLES = 5;

  private final Set<String> endpoints;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private static final class Entry {
    private final Set<String> expected;
    private final long sentNanos;
    private final Map<String, Integer> arrivals = new HashMap<>(4);
    private boolean acknowledged;

    private Entry(Set<String> expected, long sentNanos) {
      this.expected = Set.copyOf(expected);
      this.sentNanos = sentNanos;
    }
  }

  /** A ledger for these endpoints, each of which the account names even if nothing reaches it. */
  public Ledger(Set<String> endpoints) {
    this.endpoints = Set.copyOf(endpoints);
  }

  /**
   * A message is about to leave.
   *
   * @param id unique
   * @param expected the endpoints that the rules name for it
   */
  public void sending(String id, Set<String> expected, long nanos) {
    if (entries.putIfAbsent(id, new Entry(expected, nanos)) != null) {
      throw new IllegalArgumentException("id: " + id + " (expected: one never used before)");
    }
  }

  /** The hub has acknowledged it. */
  public void acknowledged(String id) {
    Entry entry = entries.get(id);
    if (entry != null) {
      synchronized (entry) {
        entry.acknowledged = true;
      }
    }
  }

  /**
   * It has come out of an endpoint.
   *
   * @return when it was sent, if this is its first appearance there; empty for a repeat and for a
   *     message that is not of this ledger
   */
  public OptionalLong received(String endpoint, String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      return OptionalLong.empty();
    }
    synchronized (entry) {
      boolean first = entry.arrivals.merge(endpoint, 1, Integer::sum) == 1;
      return first ? OptionalLong.of(entry.sentNanos) : OptionalLong.empty();
    }
  }

  /** The account as it stands. */
  public Summary summary() {
    long acknowledged = 0;
    long lost = 0;
    long duplicated = 0;
    long misrouted = 0;
    long arrived = 0;
    Map<String, Long> routed = new TreeMap<>();
    endpoints.forEach(endpoint -> routed.put(endpoint, 0L));
    List<String> examples = new ArrayList<>();
    for (Map.Entry<String, Entry> numbered : entries.entrySet()) {
      Entry entry = numbered.getValue();
      synchronized (entry) {
        acknowledged += entry.acknowledged ? 1 : 0;
        boolean complete = entry.arrivals.keySet().containsAll(entry.expected);
        arrived += complete ? 1 : 0;
        if (entry.acknowledged && !complete) {
          lost++;
          if (examples.size() < EXAMPLES) {
            examples.add(numbered.getKey());
          }
        }
        for (Map.Entry<String, Integer> arrival : entry.arrivals.entrySet()) {
          routed.merge(arrival.getKey(), 1L, Long::sum);
          duplicated += arrival.getValue() - 1;
          misrouted += entry.expected.contains(arrival.getKey()) ? 0 : 1;
        }
      }
    }
    return new Summary(
        entries.size(), acknowledged, arrived, routed, lost, duplicated, misrouted, examples);
  }
}
