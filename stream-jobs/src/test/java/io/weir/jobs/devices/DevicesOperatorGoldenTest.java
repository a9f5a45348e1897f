package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.state.Answer;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.twin.TwinJson;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import io.weir.jobs.kafka.OutboundRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A snapshot that version 1 left is read by every later version. {@link #main} wrote it, and writes
 * the next one when the state's version changes.
 */
class DevicesOperatorGoldenTest {

  private static final String GOLDEN = "/golden/devices-operator-v1.snapshot";

  /** With a timer, for a connection whose credential ends. */
  private static final String GOLDEN_TIMER = "/golden/devices-operator-timer-v1.snapshot";

  /** With twins and a module. */
  private static final String GOLDEN_TWIN = "/golden/devices-operator-twin-v1.snapshot";

  private static final long EXPIRES = 10_000;

  @Test
  @DisplayName("State of version 1: a device and the rule set are known again")
  @SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
  void readsTheSnapshotOfVersion1() throws Exception {
    try (var harness = harness()) {
      harness.initializeState(read(GOLDEN));
      harness.open();
      harness.processElement(Commands.create("golden", 10), 0);
      harness.processElement(Commands.rules("-- 2", 11), 0);
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues())
          .filteredOn(record -> record.topic().equals("hub.edge"))
          .extracting(record -> ((EdgeMessage.Reply) Codecs.EDGE.decode(record.value())).answer())
          .hasAtLeastOneElementOfType(Answer.Refused.class)
          .contains(new Answer.RulesAnswer(2));
    }
  }

  @Test
  @DisplayName("State of version 1: a timer that was set goes off")
  @SuppressWarnings("try") // As above.
  void keepsTheTimerOfVersion1() throws Exception {
    try (var harness = harness()) {
      harness.initializeState(read(GOLDEN_TIMER));
      harness.open();
      harness.setProcessingTime(EXPIRES + Alarm.GRACE.toMillis());
      assertThat(harness.extractOutputValues())
          .filteredOn(record -> record.topic().equals("hub.device-commands"))
          .extracting(record -> Codecs.COMMAND.decode(record.value()).command())
          .containsExactly(new Command.Tick());
    }
  }

  @Test
  @DisplayName("State of version 1: twins of a device and its module go on where they were")
  @SuppressWarnings("try") // As above.
  void readsTheTwinsOfVersion1() throws Exception {
    try (var harness = harness()) {
      harness.initializeState(read(GOLDEN_TWIN));
      harness.open();
      harness.processElement(Commands.patch("golden", null, 10, "{\"b\":2}"), 0);
      harness.processElement(Commands.patch("golden", "m", 11, "{\"b\":2}"), 0);
      harness.processElement(Commands.report("golden", null, 12, 2, "{\"t\":21}"), 0);
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues())
          .filteredOn(record -> record.topic().equals("hub.edge"))
          .extracting(record -> ((EdgeMessage.Reply) Codecs.EDGE.decode(record.value())).answer())
          .satisfiesExactly(
              answer -> assertTwin(answer, 4, "{\"a\":1.10,\"b\":2}"),
              answer -> assertTwin(answer, 4, "{\"m\":true,\"b\":2}"),
              answer -> assertThat(answer).isEqualTo(new Answer.ReportedAnswer(3)));
    }
  }

  private static void assertTwin(Answer answer, long version, String tags) {
    Answer.TwinAnswer twin = (Answer.TwinAnswer) answer;
    assertThat(twin.twin().version()).isEqualTo(version);
    assertThat(TwinJson.text(twin.twin().tags())).isEqualTo(tags);
  }

  /** Writes the snapshots into the given directory. */
  @SuppressWarnings("try") // As above.
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Commands.create("golden", 0), 0);
      harness.processElement(Commands.rules("-- 1", 1), 0);
      harness.prepareSnapshotPreBarrier(1);
      write(harness.snapshot(1, 1), directory.resolve(GOLDEN.substring(1)));
    }
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Commands.create("golden", 0), 0);
      harness.processElement(Commands.connectUntil("golden", 1, ScriptedStore.EPOCH, EXPIRES), 0);
      harness.prepareSnapshotPreBarrier(1);
      write(harness.snapshot(1, 1), directory.resolve(GOLDEN_TIMER.substring(1)));
    }
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Commands.create("golden", 0), 0);
      harness.processElement(Commands.createModule("golden", "m", 1), 0);
      harness.processElement(Commands.connect("golden", 2, ScriptedStore.EPOCH), 0);
      harness.processElement(Commands.patch("golden", null, 3, "{\"a\":1.10}"), 0);
      harness.processElement(Commands.patch("golden", "m", 4, "{\"m\":true}"), 0);
      harness.processElement(Commands.report("golden", null, 5, 2, "{\"t\":20.50}"), 0);
      harness.prepareSnapshotPreBarrier(1);
      write(harness.snapshot(1, 1), directory.resolve(GOLDEN_TWIN.substring(1)));
    }
  }

  private static OperatorSubtaskState read(String golden) throws Exception {
    return OperatorSnapshotUtil.readStateHandle(
        Path.of(
                Objects.requireNonNull(DevicesOperatorGoldenTest.class.getResource(golden), golden)
                    .toURI())
            .toString());
  }

  private static void write(OperatorSubtaskState snapshot, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    OperatorSnapshotUtil.writeStateHandle(snapshot, file.toString());
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, CommandRecord, OutboundRecord>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new DevicesOperatorFactory(
            "hub",
            new ScriptedStore().factory(),
            () -> ScriptedStore.TOPIC,
            Pauses.DEFAULT,
            10,
            false),
        CommandRecord::key,
        Types.STRING,
        128,
        1,
        0);
  }
}
