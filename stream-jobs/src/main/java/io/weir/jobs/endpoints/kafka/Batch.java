package io.weir.jobs.endpoints.kafka;

import io.weir.jobs.kafka.SourcePosition;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Taken.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Writes letters to a topic as the messages that they were. */
final class Batch {

  private Batch() {}

  /**
   * Returns when the topic has them all, or would not take some.
   *
   * @return the refused ones
   * @throws IOException when the topic may take them another time
   */
  static List<Refused> send(Producer<byte[], byte[]> producer, String topic, List<Letter> letters)
      throws IOException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Letter letter : letters) {
      sent.add(producer.send(record(topic, letter)));
    }
    producer.flush();
    List<Refused> refused = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get();
      } catch (ExecutionException e) {
        if (!isRefusal(e.getCause())) {
          throw new IOException(
              "topic " + topic + ": not written, " + e.getCause().getMessage(), e.getCause());
        }
        refused.add(new Refused(letters.get(i), e.getCause().getMessage(), 1));
      }
    }
    return refused;
  }

  /** What the next try would not change. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, Letter letter) {
    var message = letter.message();
    Headers headers = new RecordHeaders(message.headers().toArray());
    headers.remove(SourcePosition.HEADER);
    Long timestamp = message.timestamp() < 0 ? null : Long.valueOf(message.timestamp());
    return new ProducerRecord<>(topic, null, timestamp, message.key(), message.value(), headers);
  }
}
