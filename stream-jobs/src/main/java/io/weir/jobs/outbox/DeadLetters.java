package io.weir.jobs.outbox;

import io.weir.jobs.outbox.Taken.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The topic of what an endpoint does not take: the message as it was in the outbox, with headers
 * that say why. Used by the threads of an endpoint.
 */
public final class DeadLetters {

  /** One sentence. */
  public static final String REASON = "weir-dead-letter-reason";

  /** How often delivery was tried. */
  public static final String ATTEMPTS = "weir-dead-letter-attempts";

  /** The endpoint's name in the rules. */
  public static final String ENDPOINT = "weir-dead-letter-endpoint";

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String endpoint;

  public DeadLetters(Producer<byte[], byte[]> producer, String topic, String endpoint) {
    this.producer = producer;
    this.topic = topic;
    this.endpoint = endpoint;
  }

  /** Returns when Kafka has them. */
  void write(List<Refused> refused) throws IOException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    for (Refused each : refused) {
      sent.add(producer.send(record(each)));
    }
    for (Future<?> each : sent) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IOException(topic + ": not written (expected: written)", e.getCause());
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(Refused refused) {
    var message = refused.letter().message();
    Headers headers = new RecordHeaders(message.headers().toArray());
    add(headers, ENDPOINT, endpoint);
    add(headers, REASON, refused.reason());
    add(headers, ATTEMPTS, Integer.toString(refused.attempts()));
    Long timestamp = message.timestamp() < 0 ? null : Long.valueOf(message.timestamp());
    return new ProducerRecord<>(topic, null, timestamp, message.key(), message.value(), headers);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
