package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.topic.IdentityChange.Heartbeat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 7, 8: a node's lives")
class LeaseKeeperTest {

  private static final EdgeAddress OTHER = new EdgeAddress(0, "other");

  private final Deque<Heartbeat> log = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private final Recording parts = new Recording();
  private long millis = 1_000;
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          "edge-1",
          2,
          log::add,
          parts,
          parts,
          Runnable::run,
          () -> Duration.ofMillis(millis).toNanos());

  @Test
  void claimsNothingBeforeThePastHasBeenRead() {
    keeper.tick();
    assertThat(log).isEmpty();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    assertThatThrownBy(keeper::address)
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.error()).isEqualTo(HubError.SERVICE_UNAVAILABLE));
  }

  @Test
  void isLiveOnceItsClaimIsReadBackAndItsMailboxIsOpen() {
    keeper.onCaughtUp();
    keeper.tick();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    readLog();
    assertThat(keeper.state()).isEqualTo(LeaseState.LIVE);
    assertThat(events).containsExactly("open " + keeper.address());
    ConnectionId first = keeper.nextConnectionId();
    assertThat(first.incarnation()).isEqualTo(keeper.address().incarnation());
    assertThat(keeper.nextConnectionId()).isNotEqualTo(first);
  }

  @Test
  void admitsNobodyWhileTheMailboxIsNotOpen() {
    parts.opened = new CompletableFuture<>();
    live();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    parts.opened.complete(null);
    assertThat(keeper.state()).isEqualTo(LeaseState.LIVE);
  }

  @Test
  void takesAnotherPartitionThanTheOneThatIsHeld() {
    keeper.onHeartbeat(new Heartbeat("edge-2", OTHER, 1), millis);
    live();
    assertThat(keeper.address().partition()).isEqualTo(1);
  }

  @Test
  void claimThatCameTooLateIsGivenUpForAnotherPartition() {
    keeper.onCaughtUp();
    keeper.tick();
    assertThat(log.peekFirst().address().partition()).isZero();
    keeper.onHeartbeat(new Heartbeat("edge-2", OTHER, 1), millis);
    readLog();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    keeper.tick();
    readLog();
    assertThat(keeper.state()).isEqualTo(LeaseState.LIVE);
    assertThat(keeper.address().partition()).isEqualTo(1);
  }

  @Test
  void staleLeaseHoldsAcknowledgementsUntilAHeartbeatComesBack() {
    live();
    assertThat(keeper.whenLive().toCompletableFuture()).isCompleted();
    millis += 1_000;
    assertThat(keeper.state()).isEqualTo(LeaseState.STALE);
    CompletableFuture<Void> held = keeper.whenLive().toCompletableFuture();
    assertThat(held).isNotDone();
    keeper.tick();
    assertThat(held).isNotDone();
    readLog();
    assertThat(held).isCompleted();
    assertThat(events).doesNotContain("closeAll SERVICE_UNAVAILABLE");
  }

  @Test
  void lapsedLeaseClosesEverythingAndBeginsANewLife() {
    live();
    EdgeAddress former = keeper.address();
    millis += 2_000;
    CompletableFuture<Void> held = keeper.whenLive().toCompletableFuture();
    millis += 28_000;
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    keeper.tick();
    assertThat(events).endsWith("shut", "closeAll SERVICE_UNAVAILABLE");
    assertThat(held).isCompletedExceptionally();
    readLog();
    assertThat(keeper.state()).isEqualTo(LeaseState.LIVE);
    assertThat(keeper.address().incarnation()).isNotEqualTo(former.incarnation());
  }

  @Test
  void heartbeatThatTheLogRefusesEndsTheLife() {
    live();
    EdgeAddress own = keeper.address();
    keeper.onHeartbeat(
        new Heartbeat("edge-2", new EdgeAddress(own.partition(), "other"), 1), millis + 30_000);
    keeper.tick();
    Heartbeat late = log.removeFirst();
    keeper.onHeartbeat(late, millis + 30_001);
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    keeper.tick();
    assertThat(events).endsWith("shut", "closeAll SERVICE_UNAVAILABLE");
  }

  @Test
  void claimThatIsNeverReadBackIsReplaced() {
    keeper.onCaughtUp();
    keeper.tick();
    String first = log.removeFirst().address().incarnation();
    millis += LeaseKeeper.CLAIM.toMillis();
    keeper.tick();
    assertThat(log.removeFirst().address().incarnation()).isNotEqualTo(first);
  }

  @Test
  @DisplayName("A record that was not handled may have been a revocation: the life ends at once")
  void missedRecordEndsTheLife() {
    live();
    EdgeAddress former = keeper.address();
    keeper.giveUp();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    assertThat(events).endsWith("shut", "closeAll SERVICE_UNAVAILABLE");
    keeper.tick();
    readLog();
    assertThat(keeper.state()).isEqualTo(LeaseState.LIVE);
    assertThat(keeper.address().incarnation()).isNotEqualTo(former.incarnation());
  }

  @Test
  @DisplayName("Mail that was not handled may have been a takeover: the life ends at once")
  void missedMailEndsTheLife() {
    live();
    parts.missedMail.run();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    assertThat(events).endsWith("shut", "closeAll SERVICE_UNAVAILABLE");
  }

  @Test
  @DisplayName("A mailbox that nobody reads any more ends the life, whatever the heartbeats say")
  void unreadMailboxEndsTheLife() {
    live();
    parts.reads = false;
    keeper.tick();
    assertThat(events).endsWith("shut", "closeAll SERVICE_UNAVAILABLE");
  }

  @Test
  void nextLifeWaitsUntilEverythingOfTheLastIsClosed() {
    live();
    EdgeAddress former = keeper.address();
    parts.stuck = true;
    assertThatThrownBy(keeper::giveUp).hasMessage("stuck");
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
    assertThatThrownBy(keeper::tick).hasMessage("stuck");
    assertThat(log).isEmpty();
    parts.stuck = false;
    keeper.tick();
    readLog();
    assertThat(keeper.state()).isEqualTo(LeaseState.LIVE);
    assertThat(keeper.address().incarnation()).isNotEqualTo(former.incarnation());
  }

  @Test
  void logIsCaughtUpWithOnceALaterHeartbeatIsReadBack() {
    live();
    keeper.tick();
    CompletableFuture<Void> caughtUp = keeper.caughtUp().toCompletableFuture();
    readLog();
    assertThat(caughtUp).isNotDone();
    keeper.tick();
    readLog();
    assertThat(caughtUp).isCompleted();
    CompletableFuture<Void> never = keeper.caughtUp().toCompletableFuture();
    keeper.giveUp();
    assertThat(never).isCompletedExceptionally();
    assertThat(keeper.caughtUp().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void closedNodeClaimsNothing() {
    live();
    keeper.close();
    assertThat(events).endsWith("shut", "closeAll SERVICE_UNAVAILABLE");
    keeper.tick();
    assertThat(log).isEmpty();
    assertThat(keeper.state()).isEqualTo(LeaseState.LAPSED);
  }

  private void live() {
    keeper.onCaughtUp();
    keeper.tick();
    readLog();
  }

  private void readLog() {
    while (!log.isEmpty()) {
      keeper.onHeartbeat(log.removeFirst(), millis);
    }
  }

  private final class Recording implements EdgeMailbox, Connections {
    private CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);
    private Runnable missedMail;
    private boolean reads = true;
    private boolean stuck;

    @Override
    public CompletionStage<Void> open(EdgeAddress address, Runnable missed) {
      events.add("open " + address);
      missedMail = missed;
      return opened;
    }

    @Override
    public boolean isReadWithin(Duration time) {
      return reads;
    }

    @Override
    public void shut() {
      events.add("shut");
    }

    @Override
    public void revoke(TwinKey key, long authenticatedSince) {
      events.add("revoke " + key.path());
    }

    @Override
    public void close(TwinKey key, ConnectionId connection, HubError reason) {
      events.add("close " + key.path());
    }

    @Override
    public void desiredChanged(
        TwinKey key, ConnectionId connection, long version, ObjectNode properties) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void closeAll(HubError reason) {
      if (stuck) {
        throw new IllegalStateException("stuck");
      }
      events.add("closeAll " + reason);
    }
  }
}
