package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.store.LogTopic;
import io.weir.device.topic.EdgeMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DevicesOperatorLogTest {

  private final ScriptedStore store = new ScriptedStore();

  @Test
  @DisplayName("The log's rules 1: rows are written from one topic only, found by Kafka's id")
  void anotherTopicIsRefused() throws Exception {
    store.claim(new LogTopic("topic-0", 8));
    try (var harness = new DevicesHarness(store, () -> new LogTopic("topic-1", 8))) {
      assertThatThrownBy(harness::open)
          .hasMessageContaining("hub.device-commands: LogTopic[id=topic-1, partitions=8]")
          .hasMessageContaining("expected: LogTopic[id=topic-0, partitions=8]");
    }
  }

  @Test
  @DisplayName("The log's rules 1: the partition count never changes")
  void anotherPartitionCountIsRefused() throws Exception {
    store.claim(new LogTopic("topic-1", 8));
    try (var harness = new DevicesHarness(store, () -> new LogTopic("topic-1", 9))) {
      assertThatThrownBy(harness::open).hasMessageContaining("partitions=9");
    }
  }

  @Test
  @DisplayName("The first start claims its topic, later ones find it again")
  void theFirstStartClaims() throws Exception {
    for (int start = 0; start < 2; start++) {
      try (var harness = new DevicesHarness(store).open()) {
        harness.process(Commands.create("a", start));
        assertThat(harness.edge()).hasSize(1);
      }
    }
  }

  @Test
  @DisplayName("The log's rules 3: a write that fails again and again holds the barrier, too")
  void failingWritesHoldTheBarrier() throws Exception {
    try (var harness = new DevicesHarness(store).open()) {
      store.failNext(100);
      harness.feed(Commands.create("a", 0));
      assertThat(store.rows()).isEmpty();

      harness.settle();
      assertThat(store.asked()).hasSize(101);
      assertThat(store.rows()).hasSize(1);
      assertThat(harness.edge()).hasSize(1);
    }
  }

  @Test
  @DisplayName("A command that cannot be decided is answered, after what was decided before it")
  void whatCannotBeDecidedIsAnswered() throws Exception {
    byte[] half =
        ("{\"v\":1,\"d\":{\"replyTo\":{\"partition\":3,\"incarnation\":\"i\"},"
                + "\"correlationId\":7,\"command\":{\"type\":\"connect\"}}}")
            .getBytes(StandardCharsets.UTF_8);
    try (var harness = new DevicesHarness(store).open()) {
      store.hold("a");
      harness.feed(Commands.create("a", 0), new CommandRecord("a", half, 1, 0));
      assertThat(harness.edge()).isEmpty();
      store.release("a");
      harness.settle();
      assertThat(harness.edge())
          .extracting(EdgeMessage::position)
          .containsExactly(ScriptedStore.EPOCH, ScriptedStore.EPOCH + 1);
      assertThat(harness.sent("hub.operations"))
          .singleElement()
          .satisfies(
              record ->
                  assertThat(new String(record.value(), StandardCharsets.UTF_8))
                      .isEqualTo(
                          "{\"time\":\"1970-01-01T00:00:00.000Z\","
                              + "\"operationName\":\"decideCommand\","
                              + "\"category\":\"DeviceIdentityOperations\","
                              + "\"level\":\"Error\",\"statusCode\":400006,"
                              + "\"statusType\":\"IotHubFormatError\",\"statusDescription\":"
                              + "\"The record is not a command that can be decided.\","
                              + "\"deviceId\":\"a\",\"durationMs\":0}"));
    }
  }
}
