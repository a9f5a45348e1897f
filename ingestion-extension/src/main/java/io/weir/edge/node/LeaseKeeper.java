package io.weir.edge.node;

import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.topic.IdentityChange.Heartbeat;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a partition of the topic {@code edge}, keeps it by heartbeats, and starts a new life when
 * it is lost (design, "The log's rules" 7 and 8). Does no I/O of its own: it is told of time by
 * {@link #tick} and of the log by {@link #onHeartbeat}.
 */
final class LeaseKeeper implements NodeLease, Leases {

  /** Between two heartbeats, and so between two ticks. */
  static final Duration HEARTBEAT = Duration.ofMillis(200);

  static final Duration FRESH = Duration.ofSeconds(1);
  static final Duration LEASE = Duration.ofSeconds(30);

  /** How long a claim may stay unanswered before another one is made. */
  static final Duration CLAIM = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private final String node;
  private final int partitions;
  private final Consumer<Heartbeat> sender;
  private final EdgeMailbox mailbox;
  private final Connections connections;
  private final Executor callbacks;
  private final LongSupplier nanoTime;
  private final LeaseTable table = new LeaseTable(LEASE.toMillis());
  private final Object ending = new Object();
  private boolean ready;
  private boolean closed;
  private volatile Life life;

  /**
   * @param partitions of the topic {@code edge}
   * @param sender appends a heartbeat to {@code identity-changes}, once, without waiting
   * @param callbacks runs what waits for the lease
   */
  LeaseKeeper(
      String node,
      int partitions,
      Consumer<Heartbeat> sender,
      EdgeMailbox mailbox,
      Connections connections,
      Executor callbacks,
      LongSupplier nanoTime) {
    this.node = node;
    this.partitions = partitions;
    this.sender = sender;
    this.mailbox = mailbox;
    this.connections = connections;
    this.callbacks = callbacks;
    this.nanoTime = nanoTime;
  }

  /** The recent past of {@code identity-changes} has been read: a claim can be chosen. */
  synchronized void onCaughtUp() {
    ready = true;
  }

  /** To be called every {@link #HEARTBEAT}, always by the same thread. */
  void tick() {
    Life present = life;
    if (present != null && (present.isOver() || isUnread(present))) {
      end(present);
    }
    Life beating = beginIfNeeded();
    if (beating != null) {
      sender.accept(beating.nextHeartbeat());
    }
  }

  /** To be called with each heartbeat in the log, whoever's it is, in the log's order. */
  void onHeartbeat(Heartbeat heartbeat, long appendTime) {
    boolean accepted;
    Life own;
    synchronized (this) {
      accepted = table.fold(heartbeat.address(), appendTime);
      own = life;
    }
    if (own == null || !own.address.equals(heartbeat.address())) {
      return;
    }
    if (!accepted) {
      own.timer.lapse();
      own.refused = true;
      return;
    }
    own.timer.readBack(heartbeat.counter());
    own.confirmations.readBack(heartbeat.counter(), callbacks);
    if (!own.won) {
      own.won = true;
      mailbox
          .open(own.address, () -> end(own))
          .whenComplete(
              (opened, failure) -> {
                if (failure == null) {
                  own.held = true;
                  LOG.info("Edge node {} is {}", node, own.address);
                } else {
                  own.refused = true;
                }
              });
    } else if (own.held) {
      own.release(callbacks);
    }
  }

  /** What the log says may have been missed: ends the present life at once. */
  void giveUp() {
    Life present = life;
    if (present != null) {
      end(present);
    }
  }

  @Override
  public synchronized boolean isAlive(EdgeAddress address) {
    return table.isHeld(address);
  }

  @Override
  public synchronized List<EdgeAddress> alive() {
    return table.held();
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    Life present = life;
    return present == null || !present.held
        ? CompletableFuture.failedFuture(noLease())
        : present.caughtUp();
  }

  @Override
  public LeaseState state() {
    Life present = life;
    return present == null || !present.held ? LeaseState.LAPSED : present.timer.state();
  }

  @Override
  public EdgeAddress address() {
    return held().address;
  }

  @Override
  public ConnectionId nextConnectionId() {
    return held().nextConnectionId();
  }

  @Override
  public CompletionStage<Void> whenLive() {
    Life present = life;
    if (present == null || !present.held) {
      return CompletableFuture.failedFuture(noLease());
    }
    return present.whenLive();
  }

  /** Gives up the lease for good. */
  void close() {
    Life present;
    synchronized (this) {
      closed = true;
      present = life;
    }
    if (present != null) {
      end(present);
    }
  }

  private Life held() {
    Life present = life;
    if (present == null || !present.held) {
      throw noLease();
    }
    return present;
  }

  private synchronized Life beginIfNeeded() {
    if (life == null && ready && !closed) {
      EdgeAddress address =
          new EdgeAddress(table.candidate(partitions), UUID.randomUUID().toString());
      life = new Life(address, new LeaseTimer(nanoTime, FRESH, LEASE), nanoTime);
    }
    return life;
  }

  /** A mailbox that is not read any more keeps takeovers from this node. */
  private boolean isUnread(Life present) {
    return present.held && !mailbox.isReadWithin(LEASE);
  }

  /** The next life begins only when everything of this one is closed; each tick tries again. */
  private void end(Life over) {
    over.timer.lapse();
    over.refused = true;
    synchronized (ending) {
      if (life != over) {
        return;
      }
      if (over.held) {
        LOG.warn("Edge node {}: the lease of {} is over", node, over.address);
      }
      mailbox.shut();
      connections.closeAll(HubError.SERVICE_UNAVAILABLE);
      over.abandon(callbacks);
      synchronized (this) {
        life = null;
      }
    }
  }

  static HubException noLease() {
    return new HubException(
        HubError.SERVICE_UNAVAILABLE, "This node has no lease at the moment; try again.");
  }

  /** One incarnation. */
  private final class Life {
    private final EdgeAddress address;
    private final LeaseTimer timer;
    private final long claimedAt;
    private final LongSupplier clock;
    private final Confirmations confirmations = new Confirmations();
    private long heartbeats;
    private long connectionIds;
    private CompletableFuture<Void> nextLive = new CompletableFuture<>();
    private volatile boolean won;
    private volatile boolean held;
    private volatile boolean refused;

    Life(EdgeAddress address, LeaseTimer timer, LongSupplier clock) {
      this.address = address;
      this.timer = timer;
      this.clock = clock;
      this.claimedAt = clock.getAsLong();
    }

    boolean isOver() {
      if (refused) {
        return true;
      }
      return won
          ? timer.state() == LeaseState.LAPSED
          : clock.getAsLong() - claimedAt >= CLAIM.toNanos();
    }

    synchronized Heartbeat nextHeartbeat() {
      heartbeats++;
      timer.sent(heartbeats);
      return new Heartbeat(node, address, heartbeats);
    }

    synchronized CompletionStage<Void> caughtUp() {
      return confirmations.after(heartbeats);
    }

    synchronized ConnectionId nextConnectionId() {
      connectionIds++;
      return new ConnectionId(address.incarnation(), connectionIds);
    }

    CompletionStage<Void> whenLive() {
      return switch (timer.state()) {
        case LIVE -> CompletableFuture.completedFuture(null);
        case STALE -> nextLive();
        case LAPSED -> CompletableFuture.failedFuture(noLease());
      };
    }

    private synchronized CompletionStage<Void> nextLive() {
      return nextLive.minimalCompletionStage();
    }

    void release(Executor executor) {
      CompletableFuture<Void> waiting;
      synchronized (this) {
        if (timer.state() != LeaseState.LIVE || nextLive.getNumberOfDependents() == 0) {
          return;
        }
        waiting = nextLive;
        nextLive = new CompletableFuture<>();
      }
      executor.execute(() -> waiting.complete(null));
    }

    void abandon(Executor executor) {
      CompletableFuture<Void> waiting;
      synchronized (this) {
        waiting = nextLive;
      }
      executor.execute(() -> waiting.completeExceptionally(noLease()));
      confirmations.abandon(noLease(), executor);
    }
  }
}
