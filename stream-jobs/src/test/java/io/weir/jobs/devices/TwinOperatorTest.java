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
import io.weir.device.twin.TwinJson;
import io.weir.jobs.kafka.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TwinOperatorTest {

  /** By the log's clock, which says {@code LOG + offset} at an offset. */
  private static final long LOG = 1_700_000_000_000L;

  private static final long EPOCH = ScriptedStore.EPOCH;

  private final ScriptedStore store = new ScriptedStore();

  static Stream<StateBackend> backends() {
    return Stream.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend(true));
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("TWIN-04: twins are in the checkpoint: versions go on where they were")
  void partsSurvive(StateBackend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (var first = new DevicesHarness(store).on(backend).open()) {
      first.process(
          Commands.create("a", 0),
          Commands.createModule("a", "m", 1),
          Commands.connect("a", 2, EPOCH),
          Commands.connectModule("a", "m", 3, EPOCH + 1, null),
          Commands.subscribe("a", "m", 4, 3),
          Commands.patch("a", null, 5, "{\"x\":1.10}"),
          Commands.patch("a", "m", 6, "{\"y\":1}"),
          Commands.report("a", null, 7, 2, "{\"t\":20.50}"));
      snapshot = first.snapshot();
    }
    try (var second = new DevicesHarness(store).on(backend).restore(snapshot)) {
      second.process(
          Commands.patch("a", null, 10, "{\"z\":2}"),
          Commands.patch("a", "m", 11, "{\"z\":2}"),
          Commands.report("a", null, 12, 2, "{\"u\":1}"),
          Commands.report("a", "m", 13, 3, "{\"u\":1}"));

      assertThat(answers(second).get(0))
          .isInstanceOfSatisfying(
              Answer.TwinAnswer.class,
              answer -> {
                assertThat(answer.twin().version()).isEqualTo(4);
                assertThat(TwinJson.text(answer.twin().tags())).isEqualTo("{\"x\":1.10,\"z\":2}");
              });
      assertThat(answers(second).subList(2, 4))
          .containsExactly(new Answer.ReportedAnswer(3), new Answer.ReportedAnswer(2));
      assertThat(pushes(second)).containsExactly("m 3 {\"z\":2,\"$version\":3}");
    }
    RowChange.PutDevice row = (RowChange.PutDevice) store.rows().get("a/devices").change();
    assertThat(TwinJson.text(row.reported().values())).isEqualTo("{\"t\":20.50,\"u\":1}");
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("A device that is created again, and its modules, have new twins")
  void partsAreForgotten(StateBackend backend) throws Exception {
    try (var harness = new DevicesHarness(store).on(backend).open()) {
      harness.process(
          Commands.create("a", 0),
          Commands.createModule("a", "m", 1),
          Commands.patch("a", null, 2, "{\"y\":1}"),
          Commands.patch("a", "m", 3, "{\"y\":1}"),
          Commands.delete("a", 4),
          Commands.create("a", 5),
          Commands.createModule("a", "m", 6));
      int answered = answers(harness).size();
      harness.process(Commands.patch("a", null, 7, "{}"), Commands.patch("a", "m", 8, "{}"));
      assertThat(answers(harness).subList(answered, answered + 2))
          .allSatisfy(
              answer -> {
                assertThat(((Answer.TwinAnswer) answer).twin().version()).isEqualTo(3);
                assertThat(((Answer.TwinAnswer) answer).twin().tags().isEmpty()).isTrue();
              });
    }
  }

  @Test
  @DisplayName("Nothing is left of a device that is deleted, nor of its modules")
  void nothingIsLeft() throws Exception {
    // the other backend does not count its entries
    try (var harness = new DevicesHarness(store).on(new HashMapStateBackend()).open()) {
      harness.process(
          Commands.create("a", 0),
          Commands.createModule("a", "m", 1),
          Commands.patch("a", "m", 2, "{\"y\":1}"));
      assertThat(harness.flink().numKeyedStateEntries()).isPositive();
      harness.process(Commands.delete("a", 3));
      assertThat(harness.flink().numKeyedStateEntries()).isZero();
    }
  }

  @Test
  @DisplayName("MQTT-36: a change goes to the partition of the node that holds the device")
  void pushesGoToTheHolder() throws Exception {
    try (var harness = new DevicesHarness(store).open()) {
      harness.process(
          Commands.create("a", 0),
          Commands.connect("a", 1, EPOCH),
          Commands.subscribe("a", null, 2, 1),
          Commands.patch("a", null, 3, "{\"x\":null}"));

      EdgeMessage.DesiredChanged change =
          harness.edge().stream()
              .filter(EdgeMessage.DesiredChanged.class::isInstance)
              .map(EdgeMessage.DesiredChanged.class::cast)
              .findFirst()
              .orElseThrow();
      assertThat(change.incarnation()).isEqualTo(Commands.EDGE.incarnation());
      assertThat(change.position()).isEqualTo(EPOCH + 3);
      assertThat(change.key()).isEqualTo(TwinKey.device("a"));
      assertThat(change.connection()).isEqualTo(new ConnectionId("incarnation", 1));
      assertThat(TwinJson.text(change.properties())).isEqualTo("{\"x\":null,\"$version\":2}");
      assertThat(harness.sent("hub.edge"))
          .extracting(OutboundRecord::partition)
          .containsOnly(Commands.EDGE.partition());
    }
  }

  @Test
  @DisplayName("ROUTE-14, EH-09: events go to device-events, keyed by the device, as messages do")
  void events() throws Exception {
    try (var harness = new DevicesHarness(store).open()) {
      harness.process(
          Commands.create("a", 0),
          Commands.createModule("a", "m", 1),
          Commands.connectModule("a", "m", 2, EPOCH + 1, null),
          Commands.report("a", "m", 3, 2, "{\"t\":1}"),
          Commands.delete("a", 4));

      List<OutboundRecord> events = harness.sent("hub.device-events");
      assertThat(events)
          .allMatch(event -> new String(event.key(), StandardCharsets.UTF_8).equals("a"))
          .allMatch(event -> event.partition() == null)
          .extracting(
              event ->
                  header(event, "iothub-message-source")
                      + " "
                      + header(event, "iothub-app-opType")
                      + " "
                      + header(event, "iothub-app-moduleId"))
          .containsExactly(
              "deviceLifecycleEvents createDeviceIdentity null",
              "deviceLifecycleEvents createModuleIdentity m",
              "deviceConnectionStateEvents moduleConnected m",
              "twinChangeEvents updateTwin m",
              "deviceConnectionStateEvents moduleDisconnected m",
              "deviceLifecycleEvents deleteModuleIdentity m",
              "deviceLifecycleEvents deleteDeviceIdentity null");
      assertThat(events.stream().map(event -> header(event, "weir-position")).toList())
          .doesNotHaveDuplicates()
          .element(3)
          .isEqualTo((EPOCH + 3) + "/1");
      assertThat(new String(events.get(3).value(), StandardCharsets.UTF_8))
          .startsWith("{\"properties\":{\"reported\":{\"t\":1,\"$metadata\":");
    }
  }

  @Test
  @DisplayName("The log's rules 3: events wait for the rows of their decision")
  void eventsWait() throws Exception {
    try (var harness = new DevicesHarness(store).open()) {
      store.hold("a");
      harness.feed(Commands.create("a", 0), Commands.patch("a", null, 1, "{\"x\":1}"));
      assertThat(harness.sent("hub.device-events")).isEmpty();
      store.release("a");
      harness.settle();
      assertThat(harness.sent("hub.device-events")).hasSize(2);
      assertThat(store.rows().get("a/devices").position()).isEqualTo(EPOCH + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("The log's rules 2: a module's connection ends by a tick of its device")
  void moduleTicks(StateBackend backend) throws Exception {
    long expires = LOG + 50;
    long due = expires + Alarm.GRACE.toMillis();
    OperatorSubtaskState snapshot;
    try (var first = new DevicesHarness(store).on(backend).open()) {
      first.process(
          Commands.create("a", 0),
          Commands.createModule("a", "m", 1),
          Commands.connect("a", 2, EPOCH),
          Commands.connectModule("a", "m", 3, EPOCH + 1, expires));
      first.time(due - 1);
      assertThat(first.sent("hub.device-commands")).isEmpty();
      snapshot = first.snapshot();
    }
    try (var second = new DevicesHarness(store).on(backend).restore(snapshot)) {
      second.time(due);
      assertThat(second.sent("hub.device-commands"))
          .extracting(record -> Codecs.COMMAND.decode(record.value()))
          .containsExactly(new CommandEnvelope(null, 0, new Command.Tick()));

      second.process(Commands.tick("a", 50));
      assertThat(second.edge())
          .filteredOn(EdgeMessage.CloseConnection.class::isInstance)
          .containsExactly(
              new EdgeMessage.CloseConnection(
                  "incarnation",
                  EPOCH + 50,
                  0,
                  "a",
                  new ConnectionId("incarnation", 3),
                  HubError.UNAUTHORIZED,
                  "m"));
      assertThat(store.rows().get("a/connections/m").change())
          .isEqualTo(new RowChange.DropConnection(new TwinKey("a", "m")));
      assertThat(store.rows().get("a/connections").change())
          .isInstanceOf(RowChange.PutConnection.class);
      second.time(due * 2);
      assertThat(second.sent("hub.device-commands")).hasSize(1);
    }
  }

  @Test
  @DisplayName("The log's rules 4: after a restore, a replay gives the same events")
  void replays() throws Exception {
    CommandRecord[] before = {
      Commands.create("a", 0), Commands.connect("a", 1, EPOCH), Commands.subscribe("a", null, 2, 1)
    };
    CommandRecord[] after = {
      Commands.patch("a", null, 3, "{\"x\":1}"),
      Commands.report("a", null, 4, 1, "{\"t\":1}"),
      Commands.createModule("a", "m", 5),
      Commands.delete("a", 6)
    };
    OperatorSubtaskState snapshot;
    List<String> once;
    try (var first = new DevicesHarness(store).open()) {
      first.process(before);
      snapshot = first.snapshot();
      int told = described(first).size();
      first.process(after);
      once = described(first).subList(told, described(first).size());
    }
    try (var second = new DevicesHarness(new ScriptedStore()).restore(snapshot)) {
      second.process(after);
      assertThat(described(second)).isEqualTo(once).hasSizeGreaterThan(after.length);
    }
  }

  private static List<String> described(DevicesHarness harness) {
    List<String> described = new ArrayList<>();
    for (OutboundRecord record : harness.flink().extractOutputValues()) {
      StringBuilder text = new StringBuilder(record.topic()).append(' ');
      text.append(new String(record.value(), StandardCharsets.UTF_8));
      for (Header header : record.headers()) {
        text.append(' ').append(header.key()).append('=');
        text.append(new String(header.value(), StandardCharsets.UTF_8));
      }
      described.add(text.toString());
    }
    return described;
  }

  /** Null when there is none. */
  private static String header(OutboundRecord record, String name) {
    String found = null;
    for (Header header : record.headers()) {
      if (header.key().equals(name)) {
        found = new String(header.value(), StandardCharsets.UTF_8);
      }
    }
    return found;
  }

  private static List<Answer> answers(DevicesHarness harness) {
    return harness.edge().stream()
        .filter(EdgeMessage.Reply.class::isInstance)
        .map(message -> ((EdgeMessage.Reply) message).answer())
        .toList();
  }

  /** {@code MODULE VERSION JSON} of each. */
  private static List<String> pushes(DevicesHarness harness) {
    return harness.edge().stream()
        .filter(EdgeMessage.DesiredChanged.class::isInstance)
        .map(EdgeMessage.DesiredChanged.class::cast)
        .map(
            push -> push.moduleId() + " " + push.version() + " " + TwinJson.text(push.properties()))
        .toList();
  }
}
