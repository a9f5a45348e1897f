package io.weir.jobs.routing;

import org.apache.kafka.common.header.Headers;

/**
 * A record of a topic that is routed as Kafka gave it. Nobody changes its parts.
 *
 * <p>A class rather than a record: arrays have no value equality.
 */
public final class TelemetryRecord {

  private final byte[] key;
  private final byte[] value;
  private final Headers headers;
  private final long timestamp;
  private final int partition;
  private final long offset;

  /**
   * Makes a record.
   *
   * @param key the device id; may be null
   * @param value the body; may be null
   * @param headers as {@code TelemetryHeaders} names them
   * @param timestamp epoch milliseconds
   * @param partition where it stands in its topic, with {@code offset}
   */
  public TelemetryRecord(
      byte[] key, byte[] value, Headers headers, long timestamp, int partition, long offset) {
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.timestamp = timestamp;
    this.partition = partition;
    this.offset = offset;
  }

  public byte[] key() {
    return key;
  }

  public byte[] value() {
    return value;
  }

  public Headers headers() {
    return headers;
  }

  public long timestamp() {
    return timestamp;
  }

  public int partition() {
    return partition;
  }

  public long offset() {
    return offset;
  }
}
