package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 5: a command is sent once")
class KafkaCommandBusTest {

  private static final EdgeAddress MINE = new EdgeAddress(3, "mine");
  private static final Command COMMAND = new Command.DeleteIdentity("*");

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final PendingCalls calls =
      new PendingCalls(10, Duration.ofSeconds(20), timer, Runnable::run);
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SettableLease lease = new SettableLease();
  private final CountDownLatch mayBegin = new CountDownLatch(1);
  private final KafkaCommandBus bus =
      new KafkaCommandBus(
          producer,
          "commands",
          lease,
          calls,
          task ->
              new Thread(
                  () -> {
                    try {
                      if (mayBegin.await(10, TimeUnit.SECONDS)) {
                        task.run();
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));

  @AfterEach
  void stop() {
    mayBegin.countDown();
    bus.close();
    timer.shutdownNow();
  }

  @Test
  @DisplayName("The answer completes the call; what is sent says where to answer")
  void answered() {
    CompletableFuture<Answer> call = bus.call("d1", COMMAND).toCompletableFuture();
    CommandEnvelope sent = Codecs.COMMAND.decode(onlyRecord().value());
    assertThat(sent.replyTo()).isEqualTo(MINE);
    assertThat(sent.command()).isEqualTo(COMMAND);
    assertThat(producer.completeNext()).isTrue();
    assertThat(call).as("in the log is not yet decided").isNotDone();
    calls.complete(sent.correlationId(), new Answer.Done());
    assertThat(call).isCompletedWithValue(new Answer.Done());
  }

  @Test
  @DisplayName("An unknown outcome is 503, and nothing is sent again")
  void unknownOutcome() {
    CompletableFuture<Answer> call = bus.call("d1", COMMAND).toCompletableFuture();
    onlyRecord();
    assertThat(producer.errorNext(new TimeoutException("no answer"))).isTrue();
    assertFailed(call, HubError.SERVICE_UNAVAILABLE);
    CompletableFuture<Void> later = bus.send(TwinKey.device("d2"), COMMAND).toCompletableFuture();
    Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> producer.history().size() == 2);
    assertThat(producer.history().get(1).key()).asString().isEqualTo("d2");
    assertThat(producer.errorNext(new TimeoutException("no answer"))).isTrue();
    assertFailed(later, HubError.SERVICE_UNAVAILABLE);
    assertThat(producer.history()).hasSize(2);
  }

  @Test
  @DisplayName("What nobody waits for any more when its turn comes is not sent")
  void notWaitedFor() {
    CompletableFuture<Answer> given = bus.call("d1", COMMAND).toCompletableFuture();
    calls.failAll(LeaseKeeper.noLease());
    assertFailed(given, HubError.SERVICE_UNAVAILABLE);
    CompletableFuture<Void> sent = bus.send(TwinKey.device("d2"), COMMAND).toCompletableFuture();
    assertThat(onlyRecord().key()).asString().isEqualTo("d2");
    assertThat(sent).isNotDone();
  }

  @Test
  @DisplayName("ERR-05: what is larger than the log takes is 413: another attempt would not help")
  void tooLarge() {
    CompletableFuture<Answer> call = bus.call("d1", COMMAND).toCompletableFuture();
    onlyRecord();
    assertThat(producer.errorNext(new RecordTooLargeException("too large"))).isTrue();
    assertFailed(call, HubError.MESSAGE_TOO_LARGE);
  }

  @Test
  @DisplayName("Without a lease nobody could answer: 503, and nothing is sent")
  void noLease() {
    lease.held = false;
    assertFailed(bus.call("d1", COMMAND).toCompletableFuture(), HubError.SERVICE_UNAVAILABLE);
    mayBegin.countDown();
    assertThat(producer.history()).isEmpty();
  }

  @Test
  @DisplayName("The producer repeats a send only where Kafka recognizes the repeat")
  void idempotentProducer() {
    var settings =
        new KafkaSettings("127.0.0.1:9", "edge-1").producerSettings("commands", 5_000, 1_000);
    assertThat(settings)
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
  }

  private ProducerRecord<byte[], byte[]> onlyRecord() {
    mayBegin.countDown();
    Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> !producer.history().isEmpty());
    assertThat(producer.history()).hasSize(1);
    return producer.history().get(0);
  }

  private static void assertFailed(CompletableFuture<?> call, HubError error) {
    assertThat(call)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static final class SettableLease implements NodeLease {
    private boolean held = true;

    @Override
    public LeaseState state() {
      return LeaseState.LIVE;
    }

    @Override
    public EdgeAddress address() {
      if (!held) {
        throw LeaseKeeper.noLease();
      }
      return MINE;
    }

    @Override
    public ConnectionId nextConnectionId() {
      return new ConnectionId(MINE.incarnation(), 1);
    }

    @Override
    public CompletionStage<Void> whenLive() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
