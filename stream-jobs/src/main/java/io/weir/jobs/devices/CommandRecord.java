package io.weir.jobs.devices;

import java.util.Objects;

/**
 * A record of the topic {@code device-commands}, not decoded yet: what cannot be decoded is
 * reported by the operator, in the record's place.
 *
 * <p>A class rather than a record: an array has no value equality.
 */
public final class CommandRecord {

  private final String key;
  private final byte[] value;
  private final long offset;
  private final long logTime;

  /**
   * Makes a record; the value is shared and nobody changes it.
   *
   * @param key empty when the record has none
   * @param value may be null
   * @param offset in the key's partition
   * @param logTime when the broker appended it, epoch milliseconds
   */
  public CommandRecord(String key, byte[] value, long offset, long logTime) {
    this.key = Objects.requireNonNull(key, "key");
    this.value = value;
    this.offset = offset;
    this.logTime = logTime;
  }

  public String key() {
    return key;
  }

  public byte[] value() {
    return value;
  }

  public long offset() {
    return offset;
  }

  public long logTime() {
    return logTime;
  }
}
