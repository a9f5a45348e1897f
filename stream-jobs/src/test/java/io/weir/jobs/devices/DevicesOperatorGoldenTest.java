package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.codec.Codecs;
import io.weir.device.state.Answer;
import io.weir.device.topic.EdgeMessage;
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

  @Test
  @DisplayName("State of version 1: a device and the rule set are known again")
  @SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
  void readsTheSnapshotOfVersion1() throws Exception {
    OperatorSubtaskState snapshot =
        OperatorSnapshotUtil.readStateHandle(
            Path.of(Objects.requireNonNull(getClass().getResource(GOLDEN), GOLDEN).toURI())
                .toString());
    try (var harness = harness()) {
      harness.initializeState(snapshot);
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

  /** Writes the snapshot to the given file. */
  @SuppressWarnings("try") // As above.
  public static void main(String[] args) throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Commands.create("golden", 0), 0);
      harness.processElement(Commands.rules("-- 1", 1), 0);
      harness.prepareSnapshotPreBarrier(1);
      write(harness.snapshot(1, 1), Path.of(args[0]));
    }
  }

  private static void write(OperatorSubtaskState snapshot, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    OperatorSnapshotUtil.writeStateHandle(snapshot, file.toString());
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, CommandRecord, OutboundRecord>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new DevicesOperatorFactory(
            "hub", new ScriptedStore().factory(), () -> ScriptedStore.TOPIC, Pauses.DEFAULT, 10),
        CommandRecord::key,
        Types.STRING,
        128,
        1,
        0);
  }
}
