package io.weir.edge.node;

import io.weir.device.codec.Codecs;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.topic.Duplicates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the leased partition of the topic {@code edge} from its end: nothing that is older can be
 * for an incarnation that is new.
 */
final class KafkaMailbox implements EdgeMailbox {

  /** Devices whose last effect is remembered. */
  private static final int REMEMBERED = 100_000;

  private final ThreadFactory threads;
  private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
  private final String topic;
  private final PendingCalls calls;
  private final Connections connections;
  private PartitionReader reader;

  KafkaMailbox(
      ThreadFactory threads,
      Supplier<? extends Consumer<byte[], byte[]>> consumers,
      String topic,
      PendingCalls calls,
      Connections connections) {
    this.threads = threads;
    this.consumers = consumers;
    this.topic = topic;
    this.calls = calls;
    this.connections = connections;
  }

  @Override
  public synchronized CompletionStage<Void> open(EdgeAddress address, Runnable missed) {
    shut();
    TopicPartition partition = new TopicPartition(topic, address.partition());
    EdgeMessageHandler handler =
        new EdgeMessageHandler(
            address.incarnation(), new Duplicates(REMEMBERED), calls, connections);
    reader =
        new PartitionReader(
            threads,
            consumers,
            partition,
            consumer -> consumer.endOffsets(List.of(partition)).get(partition),
            new Mail(handler, missed));
    reader.start();
    return reader.positioned();
  }

  @Override
  public synchronized boolean isReadWithin(Duration time) {
    return reader != null && reader.hasPolledWithin(time);
  }

  @Override
  public synchronized void shut() {
    if (reader != null) {
      reader.shut();
      reader = null;
    }
    calls.failAll(
        new HubException(
            HubError.SERVICE_UNAVAILABLE,
            "This node lost its lease; the operation may have been applied."));
  }

  private record Mail(EdgeMessageHandler handler, Runnable missed)
      implements PartitionReader.Handler {
    @Override
    public void accept(ConsumerRecord<byte[], byte[]> message) {
      String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
      handler.accept(key, Codecs.EDGE.decode(message.value()));
    }

    @Override
    public void failed(Throwable failure) {
      missed.run();
    }
  }
}
