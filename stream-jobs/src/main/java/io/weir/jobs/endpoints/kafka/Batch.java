package io.weir.jobs.endpoints.kafka;

import io.weir.jobs.explain.Explained;
import io.weir.jobs.kafka.SourcePosition;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Taken.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What became of letters that were written to a topic.
 *
 * @param refused those that the topic does not take, now or later
 * @param failure why others are not written; empty when they are
 */
record Batch(List<Refused> refused, Optional<IOException> failure) {

  /** Writes letters as the messages that they were; returns when the outcome of each is known. */
  static Batch send(Producer<byte[], byte[]> producer, String topic, List<Letter> letters)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Letter letter : letters) {
      sent.add(producer.send(record(topic, letter)));
    }
    producer.flush();
    List<Refused> refused = new ArrayList<>();
    IOException failure = null;
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (isRefusal(cause)) {
          refused.add(new Refused(letters.get(i), cause.getMessage(), 1));
        } else {
          failure = new IOException("topic " + topic + ": " + cause.getMessage(), cause);
        }
      }
    }
    return new Batch(refused, Optional.ofNullable(failure));
  }

  /** What the next try would not change. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, Letter letter) {
    var message = letter.message();
    Headers headers = new RecordHeaders(message.headers().toArray());
    headers.remove(SourcePosition.HEADER);
    headers.remove(Explained.HEADER);
    Long timestamp = message.timestamp() < 0 ? null : Long.valueOf(message.timestamp());
    return new ProducerRecord<>(topic, null, timestamp, message.key(), message.value(), headers);
  }
}
