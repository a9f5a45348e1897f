package io.weir.edge.node;

import io.weir.device.connection.EdgeAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who holds which partition of the topic {@code edge}: a fold of the heartbeats in {@code
 * identity-changes}, in the order and with the times of the log, so that every reader comes to the
 * same answer (design, "The log's rules" 7 and 8). A free partition belongs to the first
 * incarnation whose heartbeat is appended; it is free again when its holder's last heartbeat is
 * {@code lease} old.
 *
 * <p>Not safe for use by several threads.
 */
final class LeaseTable {

  private final long leaseMillis;
  private final Map<Integer, Holder> holders = new HashMap<>();
  private long now = Long.MIN_VALUE;

  LeaseTable(long leaseMillis) {
    this.leaseMillis = leaseMillis;
  }

  /**
   * Takes the next heartbeat.
   *
   * @param appendTime the log's, epoch milliseconds; the log's clock never runs backwards here
   * @return whether the incarnation holds the partition by it. An incarnation that has lapsed does
   *     not come back: it has closed its connections.
   */
  boolean fold(EdgeAddress address, long appendTime) {
    now = Math.max(now, appendTime);
    Holder holder = holders.get(address.partition());
    boolean same = holder != null && holder.incarnation().equals(address.incarnation());
    boolean lapsed = holder == null || holder.lapsesAt() <= now;
    if (same ? lapsed : !lapsed) {
      return false;
    }
    holders.put(address.partition(), new Holder(address.incarnation(), now + leaseMillis));
    return true;
  }

  /** Whether the incarnation holds the partition at the time of the last heartbeat. */
  boolean isHeld(EdgeAddress address) {
    Holder holder = holders.get(address.partition());
    return holder != null
        && holder.incarnation().equals(address.incarnation())
        && holder.lapsesAt() > now;
  }

  /** The incarnations that hold a partition at the time of the last heartbeat, the lowest first. */
  List<EdgeAddress> held() {
    return holders.entrySet().stream()
        .filter(entry -> entry.getValue().lapsesAt() > now)
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new EdgeAddress(entry.getKey(), entry.getValue().incarnation()))
        .toList();
  }

  /**
   * The partition to claim: one that is free, the lowest of those that nobody ever held; otherwise
   * the one that has been free for longest, or will be free first.
   */
  int candidate(int partitions) {
    int best = 0;
    long bestLapse = Long.MAX_VALUE;
    for (int partition = 0; partition < partitions; partition++) {
      Holder holder = holders.get(partition);
      long lapse = holder == null ? Long.MIN_VALUE : holder.lapsesAt();
      if (lapse < bestLapse) {
        best = partition;
        bestLapse = lapse;
      }
    }
    return best;
  }

  private record Holder(String incarnation, long lapsesAt) {
    Holder {
      Objects.requireNonNull(incarnation, "incarnation");
    }
  }
}
