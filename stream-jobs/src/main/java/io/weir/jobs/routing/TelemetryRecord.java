package io.weir.jobs.routing;

import org.apache.kafka.common.header.Headers;

/**
 * A record of the topic {@code telemetry} as Kafka gave it. Nobody changes its parts.
 *
 * <p>A class rather than a record: arrays have no value equality.
 */
public final class TelemetryRecord {

  private final byte[] key;
  private final byte[] value;
  private final Headers headers;
  private final long timestamp;

  /**
   * Makes a record.
   *
   * @param key the device id; may be null
   * @param value the body; may be null
   * @param headers as {@code TelemetryHeaders} names them
   * @param timestamp epoch milliseconds
   */
  public TelemetryRecord(byte[] key, byte[] value, Headers headers, long timestamp) {
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.timestamp = timestamp;
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
}
