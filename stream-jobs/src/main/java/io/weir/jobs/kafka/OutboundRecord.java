package io.weir.jobs.kafka;

import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record on its way to Kafka. It shares the arrays and headers it was made of; nobody changes
 * them.
 *
 * <p>A class rather than a record: arrays have no value equality.
 */
public final class OutboundRecord {

  /** For a record without headers. */
  public static final Headers NO_HEADERS = none();

  private final String topic;
  private final Integer partition;
  private final Long timestamp;
  private final byte[] key;
  private final byte[] value;
  private final Headers headers;

  /**
   * Makes a record.
   *
   * @param partition null lets the key decide
   * @param timestamp epoch milliseconds; null lets the producer decide
   * @param key may be null
   * @param value may be null
   */
  public OutboundRecord(
      String topic, Integer partition, Long timestamp, byte[] key, byte[] value, Headers headers) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.partition = partition;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  public String topic() {
    return topic;
  }

  public Integer partition() {
    return partition;
  }

  public Long timestamp() {
    return timestamp;
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

  private static Headers none() {
    RecordHeaders headers = new RecordHeaders();
    headers.setReadOnly();
    return headers;
  }
}
