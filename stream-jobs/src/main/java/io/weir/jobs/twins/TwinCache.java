package io.weir.jobs.twins;

import io.weir.device.identity.TwinKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest reads, for one thread. The oldest make room for others; the newest is always kept,
 * however large it is, so that who asked for it finds it.
 */
public final class TwinCache {

  /** What an entry takes beside its twin, in characters. */
  private static final int ENTRY = 100;

  private final long capacity;
  private final Map<TwinKey, TwinRead> reads = new LinkedHashMap<>();
  private long weight;

  /**
   * Makes an empty cache.
   *
   * @param capacity in characters of the twins' texts; a parsed one takes about ten times as much
   */
  public TwinCache(long capacity) {
    this.capacity = capacity;
  }

  /** What is known of a twin, if it is fresh enough for a message that came at that time. */
  public Optional<TwinRead> find(TwinKey key, long arrivedAt) {
    TwinRead read = reads.get(key);
    return read != null && read.isFreshFor(arrivedAt) ? Optional.of(read) : Optional.empty();
  }

  /** Keeps a read in the place of an earlier one of the twin. */
  public void put(TwinRead read) {
    TwinRead earlier = reads.remove(read.key());
    weight += weight(read) - (earlier == null ? 0 : weight(earlier));
    reads.put(read.key(), read);
    Iterator<TwinRead> oldest = reads.values().iterator();
    while (weight > capacity && reads.size() > 1) {
      weight -= weight(oldest.next());
      oldest.remove();
    }
  }

  private static long weight(TwinRead read) {
    return (long) read.size() + ENTRY;
  }
}
