package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weir.device.identity.TwinKey;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesVersion;
import io.weir.jobs.devices.DeviceQueues.Batch;
import io.weir.jobs.devices.DeviceQueues.RowWrite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 3: a FIFO of writes and effects for each device")
class DeviceQueuesTest {

  private static final RowChange DEVICE = new RowChange.DropDevice(TwinKey.device("a"));
  private static final RowChange CONNECTION = new RowChange.DropConnection(TwinKey.device("a"));

  private final List<Batch> written = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final DeviceQueues<String> queues = new DeviceQueues<>(written::add, sent::add);

  @Test
  void effectsWaitForTheirRows() {
    queues.add("a", 1, List.of(DEVICE), List.of("a1", "a2"), 1);
    assertThat(written).containsExactly(new Batch("a", List.of(new RowWrite(DEVICE, 1))));
    assertThat(sent).isEmpty();
    assertThat(queues.size()).isEqualTo(1);

    queues.durable("a");
    assertThat(sent).containsExactly("a1", "a2");
    assertThat(queues.isEmpty()).isTrue();
  }

  @Test
  void aDecisionWithoutRowsIsSentAtOnceWhenNothingIsAheadOfIt() {
    queues.add("a", 1, List.of(), List.of("refused"), 1);
    assertThat(sent).containsExactly("refused");
    assertThat(queues.isEmpty()).isTrue();
  }

  @Test
  void aDecisionWithoutRowsDoesNotOvertake() {
    queues.add("a", 1, List.of(DEVICE), List.of("created"), 1);
    queues.add("a", 2, List.of(), List.of("refused"), 1);
    assertThat(sent).isEmpty();

    queues.durable("a");
    assertThat(sent).containsExactly("created", "refused");
    assertThat(written).hasSize(1);
    assertThat(queues.isEmpty()).isTrue();
  }

  @Test
  void aDeviceWithAWriteInFlightQueues() {
    queues.add("a", 1, List.of(DEVICE), List.of("1"), 1);
    queues.add("a", 2, List.of(CONNECTION), List.of("2"), 1);
    assertThat(written).hasSize(1);

    queues.durable("a");
    assertThat(sent).containsExactly("1");
    assertThat(written).hasSize(2);
    assertThat(written.get(1)).isEqualTo(new Batch("a", List.of(new RowWrite(CONNECTION, 2))));

    queues.durable("a");
    assertThat(sent).containsExactly("1", "2");
  }

  @Test
  void pendingChangesOfOneRowAreCoalescedAndTheLaterOneKeepsItsPosition() {
    RowChange later = new RowChange.DropDevice(TwinKey.device("a"));
    queues.add("a", 1, List.of(DEVICE), List.of("1"), 1);
    queues.add("a", 2, List.of(DEVICE, CONNECTION), List.of("2"), 1);
    queues.add("a", 3, List.of(later), List.of("3"), 1);
    queues.durable("a");
    assertThat(written.get(1))
        .isEqualTo(new Batch("a", List.of(new RowWrite(later, 3), new RowWrite(CONNECTION, 2))));
    assertThat(sent).containsExactly("1");

    queues.durable("a");
    assertThat(sent).containsExactly("1", "2", "3");
    assertThat(written).hasSize(2);
    assertThat(queues.isEmpty()).isTrue();
  }

  @Test
  void versionsOfTheRuleSetAreDifferentRows() {
    RowChange first = new RowChange.PutRules(new RulesVersion(1, "", 0));
    RowChange second = new RowChange.PutRules(new RulesVersion(2, "", 0));
    queues.add("rules/default", 1, List.of(DEVICE), List.of(), 1);
    queues.add("rules/default", 2, List.of(first), List.of(), 1);
    queues.add("rules/default", 3, List.of(second), List.of(), 1);
    queues.durable("rules/default");
    assertThat(written.get(1).writes())
        .containsExactly(new RowWrite(first, 2), new RowWrite(second, 3));
  }

  @Test
  void devicesDoNotWaitForEachOther() {
    queues.add("a", 1, List.of(DEVICE), List.of("a"), 1);
    queues.add("b", 2, List.of(DEVICE), List.of("b"), 1);
    queues.durable("b");
    assertThat(sent).containsExactly("b");
    assertThat(queues.size()).isEqualTo(1);
  }

  @Test
  void anAcknowledgementOutOfTheBlueIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> queues.durable("a"))
        .withMessage("key: a (expected: one with a write in flight)");
  }

  @Test
  @DisplayName("What waits has a weight until its effects have left")
  void weighs() {
    queues.add("a", 1, List.of(DEVICE), List.of("1"), 100);
    queues.add("a", 2, List.of(DEVICE), List.of("2"), 20);
    assertThat(queues.weight()).isEqualTo(120);
    queues.durable("a");
    assertThat(queues.weight()).isEqualTo(20);
    queues.durable("a");
    assertThat(queues.weight()).isZero();
  }
}
