package io.weir.edge.node;

import io.weir.device.codec.Codecs;
import io.weir.device.topic.IdentityChange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code identity-changes} in order: a revocation ends connections before the heartbeat
 * behind it renews the lease, which is what makes a live lease mean something (design, "The log's
 * rules" 7). A record that cannot be handled may have been a revocation, so it costs the node its
 * present life.
 */
final class IdentityChanges implements PartitionReader.Handler, AutoCloseable {

  /**
   * How far back reading starts. Heartbeats that came too late to be good may stand at the very
   * beginning, where their refusal is not visible; a second lease's length puts that right.
   */
  private static final Duration PAST = LeaseKeeper.LEASE.multipliedBy(2).plusSeconds(5);

  private final PartitionReader reader;
  private final LeaseKeeper lease;
  private final Connections connections;

  IdentityChanges(
      ThreadFactory threads,
      Supplier<? extends Consumer<byte[], byte[]>> consumers,
      String topic,
      LeaseKeeper lease,
      Connections connections,
      Clock clock) {
    this.lease = lease;
    this.connections = connections;
    TopicPartition partition = new TopicPartition(topic, 0);
    this.reader =
        new PartitionReader(
            threads,
            consumers,
            partition,
            consumer -> recentPast(consumer, partition, clock.millis() - PAST.toMillis()),
            this);
    reader.caughtUp().thenRun(lease::onCaughtUp);
  }

  void start() {
    reader.start();
  }

  @Override
  public void close() {
    reader.close();
  }

  private static long recentPast(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long since) {
    OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, since)).get(partition);
    return found == null ? consumer.endOffsets(List.of(partition)).get(partition) : found.offset();
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> message) {
    IdentityChange change = Codecs.IDENTITY_CHANGE.decode(message.value());
    if (change instanceof IdentityChange.Revoked revoked) {
      connections.revoke(revoked.key(), revoked.authenticatedSince());
    } else if (change instanceof IdentityChange.Heartbeat heartbeat) {
      lease.onHeartbeat(heartbeat, message.timestamp());
    }
  }

  @Override
  public void failed(Throwable failure) {
    lease.giveUp();
  }
}
