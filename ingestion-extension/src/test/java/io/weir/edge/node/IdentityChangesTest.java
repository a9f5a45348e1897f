package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.codec.Codecs;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.topic.IdentityChange.Heartbeat;
import io.weir.device.topic.IdentityChange.Revoked;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 7: a live lease means that every revocation has been handled")
class IdentityChangesTest {

  private static final TopicPartition PARTITION = new TopicPartition("identity-changes", 0);

  private final Deque<Heartbeat> sent = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private final Recording parts = new Recording();
  private long millis = 1_000;
  private final LeaseKeeper lease =
      new LeaseKeeper(
          "edge-1",
          2,
          sent::add,
          parts,
          parts,
          Runnable::run,
          () -> Duration.ofMillis(millis).toNanos());
  private final IdentityChanges changes =
      new IdentityChanges(
          Thread::new,
          () -> new MockConsumer<>("earliest"),
          PARTITION.topic(),
          lease,
          parts,
          Clock.systemUTC());
  private long offset;

  @Test
  @DisplayName("AUTH-11: a revocation is handled before the heartbeat behind it renews the lease")
  void revocationGoesBeforeTheHeartbeatBehindIt() {
    live();
    millis += 1_500;
    lease.tick();
    read(Codecs.IDENTITY_CHANGE.encode(new Revoked("d1", 7, 7, 0, null)));
    read(Codecs.IDENTITY_CHANGE.encode(sent.removeFirst()));
    assertThat(events).containsExactly("revoke d1 while STALE");
    assertThat(lease.state()).isEqualTo(LeaseState.LIVE);
  }

  @Test
  @DisplayName(
      "AUTH-11: a record that does not decode costs the life; the heartbeat behind it is no help")
  void undecodableRecordEndsTheLife() {
    live();
    lease.tick();
    read("{\"type\":\"revokedInANewWay\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(events).containsExactly("closeAll");
    read(Codecs.IDENTITY_CHANGE.encode(sent.removeFirst()));
    assertThat(lease.state()).isEqualTo(LeaseState.LAPSED);
  }

  @Test
  @DisplayName("AUTH-11: a revocation whose handling dies of an Error costs the life")
  void failingRevocationEndsTheLife() {
    live();
    parts.failure = new AssertionError("revocation");
    read(Codecs.IDENTITY_CHANGE.encode(new Revoked("d1", 7, 7, 0, null)));
    assertThat(events).containsExactly("closeAll");
    assertThat(lease.state()).isEqualTo(LeaseState.LAPSED);
  }

  @Test
  @DisplayName("The thread that reads tells of each failure, goes on, and does not end by an Error")
  void readerTellsAndGoesOn() {
    MockConsumer<byte[], byte[]> first = consumer();
    MockConsumer<byte[], byte[]> second = consumer();
    Deque<MockConsumer<byte[], byte[]>> consumers = new ArrayDeque<>(List.of(first, second));
    List<String> seen = new ArrayList<>();
    PartitionReader reader =
        new PartitionReader(
            Thread::new, consumers::remove, PARTITION, consumer -> 0, new Noting(seen));
    first.schedulePollTask(() -> first.addRecord(message(0, "bad")));
    first.schedulePollTask(() -> first.addRecord(message(1, "good")));
    first.schedulePollTask(
        () -> {
          throw new NoClassDefFoundError("while polling");
        });
    second.schedulePollTask(() -> second.addRecord(message(2, "later")));
    reader.start();
    try (reader) {
      Awaitility.await()
          .atMost(10, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                synchronized (seen) {
                  assertThat(seen)
                      .containsExactly(
                          "failed IllegalStateException",
                          "good",
                          "failed NoClassDefFoundError",
                          "later");
                }
              });
      assertThat(reader.hasPolledWithin(Duration.ofSeconds(10))).isTrue();
      assertThat(reader.hasPolledWithin(Duration.ZERO)).isFalse();
    }
    assertThat(reader.hasPolledWithin(Duration.ofSeconds(10))).isFalse();
  }

  private static MockConsumer<byte[], byte[]> consumer() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    return consumer;
  }

  private void live() {
    lease.onCaughtUp();
    lease.tick();
    read(Codecs.IDENTITY_CHANGE.encode(sent.removeFirst()));
    assertThat(lease.state()).isEqualTo(LeaseState.LIVE);
  }

  /** As the reader's thread does. */
  private void read(byte[] value) {
    try {
      changes.accept(message(offset++, value));
    } catch (RuntimeException | Error e) {
      changes.failed(e);
    }
  }

  private static ConsumerRecord<byte[], byte[]> message(long offset, String value) {
    return message(offset, value.getBytes(StandardCharsets.UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> message(long offset, byte[] value) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        0,
        offset,
        1_000,
        TimestampType.LOG_APPEND_TIME,
        0,
        value.length,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private record Noting(List<String> seen) implements PartitionReader.Handler {
    @Override
    public void accept(ConsumerRecord<byte[], byte[]> message) {
      String value = new String(message.value(), StandardCharsets.UTF_8);
      if (value.equals("bad")) {
        throw new IllegalStateException(value);
      }
      note(value);
    }

    @Override
    public void failed(Throwable failure) {
      note("failed " + failure.getClass().getSimpleName());
    }

    private void note(String event) {
      synchronized (seen) {
        seen.add(event);
      }
    }
  }

  private final class Recording implements EdgeMailbox, Connections {
    private Error failure;

    @Override
    public CompletionStage<Void> open(EdgeAddress address, Runnable missed) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isReadWithin(Duration time) {
      return true;
    }

    @Override
    public void shut() {}

    @Override
    public void revoke(TwinKey key, long authenticatedSince) {
      if (failure != null) {
        throw failure;
      }
      events.add("revoke " + key.path() + " while " + lease.state());
    }

    @Override
    public void close(TwinKey key, ConnectionId connection, HubError reason) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void desiredChanged(
        TwinKey key, ConnectionId connection, long version, ObjectNode properties) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void closeAll(HubError reason) {
      events.add("closeAll");
    }
  }
}
