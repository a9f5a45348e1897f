package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.connection.EdgeAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

@Label("The log's rules 7, 8: who holds a partition of the topic edge")
class LeaseTableTest {

  private static final long LEASE = 30_000;
  private final LeaseTable table = new LeaseTable(LEASE);

  @Test
  void firstHeartbeatInTheLogWinsThePartition() {
    assertThat(table.fold(address(0, "a"), 1_000)).isTrue();
    assertThat(table.fold(address(0, "b"), 1_001)).isFalse();
    assertThat(table.isHeld(address(0, "a"))).isTrue();
    assertThat(table.isHeld(address(0, "b"))).isFalse();
  }

  @Test
  void holderKeepsItByHeartbeatsUntilThirtySecondsAfterTheLast() {
    table.fold(address(0, "a"), 0);
    assertThat(table.fold(address(0, "a"), 20_000)).isTrue();
    assertThat(table.fold(address(0, "b"), 49_999)).isFalse();
    assertThat(table.fold(address(0, "b"), 50_000)).isTrue();
  }

  @Test
  void lapsedIncarnationDoesNotComeBack() {
    table.fold(address(0, "a"), 0);
    assertThat(table.fold(address(0, "a"), LEASE)).isFalse();
    assertThat(table.isHeld(address(0, "a"))).isFalse();
  }

  @Test
  void lateHeartbeatOfTheFormerHolderIsRefused() {
    table.fold(address(0, "a"), 0);
    table.fold(address(0, "b"), LEASE);
    assertThat(table.fold(address(0, "a"), LEASE + 1)).isFalse();
    assertThat(table.isHeld(address(0, "b"))).isTrue();
  }

  @Test
  void timeRunsOnlyForwards() {
    table.fold(address(0, "a"), 100_000);
    assertThat(table.fold(address(0, "b"), 0)).isFalse();
    assertThat(table.fold(address(1, "c"), 0)).isTrue();
    assertThat(table.fold(address(1, "d"), 100_001)).isFalse();
  }

  @Test
  void heldAreThoseThatHaveNotLapsedTheLowestFirst() {
    table.fold(address(2, "c"), 0);
    table.fold(address(0, "a"), 0);
    table.fold(address(1, "b"), 10);
    assertThat(table.held()).containsExactly(address(0, "a"), address(1, "b"), address(2, "c"));
    table.fold(address(2, "c"), LEASE - 1);
    table.fold(address(2, "c"), LEASE);
    assertThat(table.held()).containsExactly(address(1, "b"), address(2, "c"));
  }

  @Test
  void candidateIsAPartitionNobodyHeldThenTheOneFreeFirst() {
    assertThat(table.candidate(2)).isZero();
    table.fold(address(0, "a"), 0);
    assertThat(table.candidate(2)).isEqualTo(1);
    table.fold(address(1, "b"), 5);
    assertThat(table.candidate(2)).isZero();
    table.fold(address(0, "a"), 10);
    assertThat(table.candidate(2)).isEqualTo(1);
  }

  @Property
  void neverTwoHoldersWithinOneLease(@ForAll("heartbeats") List<Beat> beats) {
    LeaseTable folded = new LeaseTable(LEASE);
    Map<Integer, String> holders = new HashMap<>();
    Map<Integer, Long> renewed = new HashMap<>();
    long now = 0;
    for (Beat beat : beats) {
      now += beat.pause();
      String before = holders.get(beat.partition());
      if (folded.fold(address(beat.partition(), beat.incarnation()), now)) {
        if (before != null && !before.equals(beat.incarnation())) {
          assertThat(now - renewed.get(beat.partition())).isGreaterThanOrEqualTo(LEASE);
        }
        holders.put(beat.partition(), beat.incarnation());
        renewed.put(beat.partition(), now);
      }
    }
  }

  @Test
  void readerThatBeginsAtALateHeartbeatAgreesWithinALease() {
    LeaseTable late = new LeaseTable(LEASE);
    late.fold(address(0, "former"), 0);
    assertThat(late.fold(address(0, "holder"), 200)).isFalse();
    assertThat(late.fold(address(0, "holder"), LEASE)).isTrue();
    assertThat(late.isHeld(address(0, "holder"))).isTrue();
  }

  @Provide
  Arbitrary<List<Beat>> heartbeats() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1),
            Arbitraries.of("a", "b", "c"),
            Arbitraries.longs().between(0, 20_000))
        .as(Beat::new)
        .list()
        .ofMaxSize(60);
  }

  record Beat(int partition, String incarnation, long pause) {}

  private static EdgeAddress address(int partition, String incarnation) {
    return new EdgeAddress(partition, incarnation);
  }
}
