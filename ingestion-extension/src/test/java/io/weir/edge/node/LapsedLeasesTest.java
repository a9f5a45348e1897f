package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.ConnectionPage.Held;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 7: the devices of a lapsed lease are reported as disconnected")
class LapsedLeasesTest {

  private static final EdgeAddress MINE = new EdgeAddress(1, "mine");
  private static final EdgeAddress OTHER = new EdgeAddress(2, "other");
  private static final EdgeAddress FORMER = new EdgeAddress(0, "former");

  private final SettableLeases leases = new SettableLeases();
  private final List<Held> rows = new ArrayList<>();
  private final RecordingBus commands = new RecordingBus();
  private long nanos;
  private int sweeps;
  private final LapsedLeases duty =
      new LapsedLeases(
          leases, List.of(this::page), commands, Duration.ZERO, () -> nanos, Thread::new);

  @Test
  void lapseDisconnectsTheDevicesOfThatLeaseAndNoOthers() throws Exception {
    leases.alive = List.of(MINE, OTHER);
    held("d1", MINE);
    held("d2", OTHER);
    held("d3", OTHER);
    duty.look();
    assertThat(commands.disconnected).isEmpty();

    leases.alive = List.of(MINE);
    duty.look();

    assertThat(commands.disconnected).containsExactly("d2 other", "d3 other");
  }

  @Test
  void nodeThatComesIntoTheDutyCleansUpAfterItsFormerLife() throws Exception {
    leases.alive = List.of(FORMER, MINE);
    held("d1", FORMER);
    duty.look();
    assertThat(sweeps).isZero();

    leases.alive = List.of(MINE);
    duty.look();

    assertThat(commands.disconnected).containsExactly("d1 former");
  }

  @Test
  void nodeThatIsNotResponsibleDoesNothing() throws Exception {
    EdgeAddress lower = new EdgeAddress(0, "lower");
    leases.alive = List.of(lower, MINE, OTHER);
    held("d1", OTHER);
    duty.look();
    leases.alive = List.of(lower, MINE);
    duty.look();
    assertThat(sweeps).isZero();
  }

  @Test
  void nodeWhoseOwnLeaseIsStaleJudgesNobody() throws Exception {
    leases.alive = List.of(MINE);
    leases.state = LeaseState.STALE;
    held("d1", OTHER);
    duty.look();
    assertThat(sweeps).isZero();

    leases.state = LeaseState.LIVE;
    leases.onCaughtUp = () -> leases.state = LeaseState.STALE;
    assertThatThrownBy(duty::look).isInstanceOf(HubException.class);
    assertThat(commands.disconnected).isEmpty();
  }

  @Test
  @DisplayName("A row of an incarnation that this node has not read of yet is left alone")
  void youngIncarnationIsNotTouched() throws Exception {
    EdgeAddress young = new EdgeAddress(3, "young");
    leases.alive = List.of(MINE);
    held("d1", OTHER);
    held("d2", young);
    leases.onCaughtUp = () -> leases.alive = List.of(MINE, young);

    duty.look();

    assertThat(commands.disconnected).containsExactly("d1 other");
  }

  @Test
  void nobodyIsJudgedUntilTheLogHasBeenReadSoFar() {
    leases.alive = List.of(MINE);
    held("d1", OTHER);
    leases.caughtUp = CompletableFuture.failedFuture(LeaseKeeper.noLease());
    assertThatThrownBy(duty::look).isInstanceOf(ExecutionException.class);
    assertThat(commands.disconnected).isEmpty();
  }

  @Test
  void sweepThatFailedIsDueAgain() throws Exception {
    leases.alive = List.of(MINE);
    held("d1", OTHER);
    commands.answers = false;
    assertThatThrownBy(duty::look).isInstanceOf(ExecutionException.class);
    commands.answers = true;
    duty.look();
    duty.look();
    assertThat(sweeps).isEqualTo(2);
    assertThat(commands.disconnected).containsExactly("d1 other", "d1 other");
  }

  @Test
  @DisplayName("A connect that the one writer came to late is found by the next sweep")
  void sweepIsRepeatedNowAndThen() throws Exception {
    leases.alive = List.of(MINE);
    duty.look();
    nanos += LapsedLeases.REPEAT.toNanos() - 1;
    duty.look();
    assertThat(sweeps).isEqualTo(1);
    nanos++;
    duty.look();
    assertThat(sweeps).isEqualTo(2);
  }

  @Test
  void pagesAndUnansweredCommandsAreBounded() throws Exception {
    leases.alive = List.of(MINE);
    IntStream.range(0, 2 * LapsedLeases.PAGE + 1).forEach(i -> held("d" + i, OTHER));
    commands.isWindowFull = () -> commands.unanswered.size() == LapsedLeases.WINDOW;
    duty.look();
    assertThat(commands.disconnected).hasSize(rows.size()).doesNotHaveDuplicates();
    assertThat(commands.most).isLessThanOrEqualTo(LapsedLeases.WINDOW);
  }

  private void held(String deviceId, EdgeAddress by) {
    rows.add(
        new Held(
            TwinKey.device(deviceId),
            new Connection(new ConnectionId(by.incarnation(), 1), by, "mqtt", 0, null)));
  }

  private CompletionStage<ConnectionPage> page(ByteBuffer from, int size) {
    int start = from == null ? 0 : from.getInt(0);
    sweeps += start == 0 ? 1 : 0;
    int end = Math.min(rows.size(), start + size);
    return CompletableFuture.completedFuture(
        new ConnectionPage(
            rows.subList(start, end),
            end == rows.size() ? null : ByteBuffer.allocate(4).putInt(0, end)));
  }

  private static final class SettableLeases implements Leases {
    private List<EdgeAddress> alive = List.of();
    private LeaseState state = LeaseState.LIVE;
    private Runnable onCaughtUp = () -> {};
    private CompletionStage<Void> caughtUp = CompletableFuture.completedFuture(null);

    @Override
    public LeaseState state() {
      return state;
    }

    @Override
    public EdgeAddress address() {
      return MINE;
    }

    @Override
    public boolean isAlive(EdgeAddress address) {
      return alive.contains(address);
    }

    @Override
    public List<EdgeAddress> alive() {
      return alive;
    }

    @Override
    public CompletionStage<Void> caughtUp() {
      onCaughtUp.run();
      return caughtUp;
    }
  }

  private static final class RecordingBus implements CommandBus {
    private final List<String> disconnected = new ArrayList<>();
    private final List<CompletableFuture<Answer>> unanswered = new ArrayList<>();
    private boolean answers = true;
    private BooleanSupplier isWindowFull = () -> true;
    private int most;

    @Override
    public CompletionStage<Answer> call(String key, String moduleId, Command command) {
      disconnected.add(key + " " + ((Command.Disconnect) command).connection().incarnation());
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      unanswered.add(answer);
      most = Math.max(most, unanswered.size());
      if (isWindowFull.getAsBoolean() || disconnected.size() > 2 * LapsedLeases.PAGE) {
        unanswered.forEach(this::answer);
        unanswered.clear();
      }
      return answer;
    }

    private void answer(CompletableFuture<Answer> waiting) {
      if (answers) {
        waiting.complete(new Answer.Done());
      } else {
        waiting.completeExceptionally(LeaseKeeper.noLease());
      }
    }

    @Override
    public CompletionStage<Void> send(TwinKey key, Command command) {
      throw new AssertionError("not asked for");
    }
  }
}
