package io.weir.device.topic;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Drops effects that were read before: keeps the highest (position, index) of each device and lets
 * only higher ones pass (design, "The log's rules" 4). One reader's, not safe for several threads.
 *
 * <p>Memory is bounded: the device that was heard of least recently is forgotten first. A repeat
 * for a forgotten device passes, which harms nobody, since each effect names the connection or the
 * call that it is for; the other way round, an effect that is new would be lost.
 */
public final class Duplicates {

  private final Map<String, Mark> highest;

  /**
   * @param maxDevices how many devices are remembered, at least 1
   */
  public Duplicates(int maxDevices) {
    if (maxDevices < 1) {
      throw new IllegalArgumentException("maxDevices: " + maxDevices + " (expected: at least 1)");
    }
    this.highest = new Marks(maxDevices);
  }

  /**
   * Whether the effect is new; it is remembered if so.
   *
   * @param key the key of the effect's command
   */
  public boolean isNew(String key, long position, int index) {
    Mark last = highest.get(key);
    if (last != null && !last.isBelow(position, index)) {
      return false;
    }
    highest.put(key, new Mark(position, index));
    return true;
  }

  private record Mark(long position, int index) {
    boolean isBelow(long otherPosition, int otherIndex) {
      return position < otherPosition || (position == otherPosition && index < otherIndex);
    }
  }

  /** In the order of access. */
  private static final class Marks extends LinkedHashMap<String, Mark> {
    private static final long serialVersionUID = 1L;
    private final int max;

    Marks(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Mark> eldest) {
      return size() > max;
    }
  }
}
