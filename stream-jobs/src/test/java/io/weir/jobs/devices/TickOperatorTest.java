package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import io.weir.device.state.RowChange;
import io.weir.device.topic.EdgeMessage;
import io.weir.jobs.kafka.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TickOperatorTest {

  /** By the log's clock, which says {@code LOG + offset} at an offset. */
  private static final long LOG = 1_700_000_000_000L;

  private static final long EXPIRES = LOG + 50;
  private static final long DUE = EXPIRES + Alarm.GRACE.toMillis();

  private final ScriptedStore store = new ScriptedStore();
  private DevicesHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = new DevicesHarness(store).open();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  @DisplayName("The log's rules 2: a timer decides nothing, it appends a tick to the log")
  void theTimerAppendsATick() throws Exception {
    connectUntilExpiry(harness);
    harness.time(DUE - 1);
    assertThat(ticks(harness)).isEmpty();

    harness.time(DUE);
    OutboundRecord record = harness.sent("hub.device-commands").get(0);
    assertThat(record.key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
    assertThat(record.partition()).isNull();
    assertThat(ticks(harness)).containsExactly(new CommandEnvelope(null, 0, new Command.Tick()));
    assertThat(store.rows().get("a/connections").change())
        .isInstanceOf(RowChange.PutConnection.class);
  }

  @Test
  @DisplayName("The log's rules 2: the tick's decision ends the connection, by the log's time")
  void theTickEndsWhatIsDue() throws Exception {
    connectUntilExpiry(harness);
    harness.process(Commands.tick("a", 49));
    assertThat(closed(harness)).isEmpty();

    harness.process(Commands.tick("a", 50), Commands.tick("a", 51));
    assertThat(closed(harness)).containsExactly(new ConnectionId("incarnation", 1));
    assertThat(store.rows().get("a/connections").change())
        .isEqualTo(new RowChange.DropConnection(TwinKey.device("a")));
  }

  @Test
  @DisplayName("The log's rules 2: a tick that is early by the log's clock comes again")
  void anEarlyTickComesAgain() throws Exception {
    connectUntilExpiry(harness);
    harness.time(DUE);
    harness.process(Commands.tick("a", 10));
    assertThat(ticks(harness)).hasSize(1);

    harness.time(DUE + Alarm.GRACE.toMillis());
    assertThat(ticks(harness)).hasSize(2);
  }

  @Test
  @DisplayName("The log's rules 2: who is replaced needs no tick, and one on its way does nothing")
  void aReplacedConnectionNeedsNoTick() throws Exception {
    connectUntilExpiry(harness);
    harness.process(Commands.connect("a", 2, ScriptedStore.EPOCH));
    harness.time(DUE * 2);
    assertThat(ticks(harness)).isEmpty();

    int closedBefore = closed(harness).size();
    harness.process(Commands.tick("a", 60));
    assertThat(closed(harness)).hasSize(closedBefore);
    assertThat(store.rows().get("a/connections").position()).isEqualTo(ScriptedStore.EPOCH + 2);
  }

  static Stream<StateBackend> backends() {
    return Stream.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend(true));
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("The log's rules 2, 3: state and timers are in the checkpoint")
  void timersAndStateSurvive(StateBackend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (var first = new DevicesHarness(store).on(backend).open()) {
      connectUntilExpiry(first);
      first.process(Commands.rules("-- 1", 2));
      snapshot = first.snapshot();
    }
    try (var second = new DevicesHarness(store).on(backend).restore(snapshot)) {
      second.time(DUE);
      assertThat(ticks(second)).hasSize(1);
      second.process(Commands.create("a", 60), Commands.tick("a", 61), Commands.rules("-- 2", 62));
      assertThat(closed(second)).containsExactly(new ConnectionId("incarnation", 1));
      assertThat(answers(second))
          .contains(new Answer.RulesAnswer(2))
          .anyMatch(
              answer ->
                  answer instanceof Answer.Refused refused
                      && refused.error() == HubError.DEVICE_ALREADY_EXISTS);
    }
  }

  @Test
  @DisplayName("The log's rules 3: a timer that goes off while a command waits takes not its key")
  void aTimerDoesNotChangeTheKeyOfACommandThatWaits() throws Exception {
    connectUntilExpiry(harness);
    store.hold("busy");
    for (int offset = 2; offset < 2 + DevicesHarness.CAPACITY; offset++) {
      harness.feed(Commands.create("busy", offset));
    }
    harness
        .flink()
        .getTaskMailbox()
        .put(
            new Mail(
                () -> {
                  harness.time(DUE);
                  store.release("busy");
                },
                0,
                "a timer and the end of the writes"));
    harness.process(Commands.create("b", 10), Commands.create("b", 11));

    assertThat(ticks(harness)).hasSize(1);
    assertThat(answers(harness).get(answers(harness).size() - 1))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.error()).isEqualTo(HubError.DEVICE_ALREADY_EXISTS));
    harness.process(Commands.tick("a", 60));
    assertThat(closed(harness)).containsExactly(new ConnectionId("incarnation", 1));
  }

  private static void connectUntilExpiry(DevicesHarness harness) throws Exception {
    harness.process(
        Commands.create("a", 0), Commands.connectUntil("a", 1, ScriptedStore.EPOCH, EXPIRES));
  }

  private static List<CommandEnvelope> ticks(DevicesHarness harness) {
    return harness.sent("hub.device-commands").stream()
        .map(record -> Codecs.COMMAND.decode(record.value()))
        .toList();
  }

  private static List<ConnectionId> closed(DevicesHarness harness) {
    return harness.edge().stream()
        .filter(EdgeMessage.CloseConnection.class::isInstance)
        .map(message -> ((EdgeMessage.CloseConnection) message).connection())
        .toList();
  }

  private static List<Answer> answers(DevicesHarness harness) {
    return harness.edge().stream()
        .filter(EdgeMessage.Reply.class::isInstance)
        .map(message -> ((EdgeMessage.Reply) message).answer())
        .toList();
  }
}
