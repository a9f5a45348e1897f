package io.weir.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger(Set.of());

  @Test
  @DisplayName("nothing acknowledged: an account that shows nothing is not good")
  void empty() {
    assertThat(ledger.summary().sent()).isZero();
    assertThat(ledger.summary().good()).isFalse();
  }

  @Test
  @DisplayName("an endpoint that nothing reached is named with zero")
  void quietEndpoint() {
    assertThat(new Ledger(Set.of("alerts")).summary().routed()).isEqualTo(Map.of("alerts", 0L));
  }

  @Test
  @DisplayName("sent, acknowledged and everywhere: arrived, nothing lost")
  void complete() {
    ledger.sending("a:0", Set.of("events", "alerts"), 10);
    ledger.acknowledged("a:0");
    ledger.received("events", "a:0");
    ledger.received("alerts", "a:0");

    Summary summary = ledger.summary();

    assertThat(summary.sent()).isEqualTo(1);
    assertThat(summary.acknowledged()).isEqualTo(1);
    assertThat(summary.arrived()).isEqualTo(1);
    assertThat(summary.routed()).isEqualTo(Map.of("events", 1L, "alerts", 1L));
    assertThat(summary.lost()).isZero();
    assertThat(summary.duplicated()).isZero();
    assertThat(summary.good()).isTrue();
  }

  @Test
  @DisplayName("acknowledged, and missing from one of its endpoints: lost, and named")
  void lost() {
    ledger.sending("a:0", Set.of("events", "alerts"), 10);
    ledger.acknowledged("a:0");
    ledger.received("events", "a:0");

    Summary summary = ledger.summary();

    assertThat(summary.lost()).isEqualTo(1);
    assertThat(summary.lostExamples()).containsExactly("a:0");
    assertThat(summary.good()).isFalse();
  }

  @Test
  @DisplayName("not acknowledged and missing: its device knows, so nothing is lost")
  void unacknowledged() {
    ledger.sending("a:0", Set.of("events"), 10);
    ledger.sending("a:1", Set.of("events"), 10);
    ledger.acknowledged("a:1");
    ledger.received("events", "a:1");

    Summary summary = ledger.summary();

    assertThat(summary.unacknowledged()).isEqualTo(1);
    assertThat(summary.lost()).isZero();
    assertThat(summary.good()).isTrue();
  }

  @Test
  @DisplayName("not acknowledged and arrived all the same counts as routed")
  void arrivedWithoutAcknowledgement() {
    ledger.sending("a:0", Set.of("events"), 10);
    ledger.received("events", "a:0");

    assertThat(ledger.summary().arrived()).isEqualTo(1);
    assertThat(ledger.summary().routed()).isEqualTo(Map.of("events", 1L));
  }

  @Test
  @DisplayName("every copy beyond the first is a duplicate, in each endpoint by itself")
  void duplicated() {
    ledger.sending("a:0", Set.of("events", "alerts"), 10);
    ledger.acknowledged("a:0");
    for (int i = 0; i < 3; i++) {
      ledger.received("events", "a:0");
    }
    ledger.received("alerts", "a:0");

    Summary summary = ledger.summary();

    assertThat(summary.duplicated()).isEqualTo(2);
    assertThat(summary.routed()).containsEntry("events", 1L);
    assertThat(summary.good()).isTrue();
  }

  @Test
  @DisplayName("out of an endpoint that the rules do not name for it: misrouted, which is not good")
  void misrouted() {
    ledger.sending("a:0", Set.of("events"), 10);
    ledger.acknowledged("a:0");
    ledger.received("events", "a:0");
    ledger.received("alerts", "a:0");

    assertThat(ledger.summary().misrouted()).isEqualTo(1);
    assertThat(ledger.summary().good()).isFalse();
  }

  @Test
  @DisplayName("a message that the rules send nowhere is complete as it is")
  void expectedNowhere() {
    ledger.sending("a:0", Set.of(), 10);
    ledger.acknowledged("a:0");

    assertThat(ledger.summary().lost()).isZero();
  }

  @Test
  @DisplayName("the first arrival tells when it was sent; a repeat and a stranger tell nothing")
  void sendTime() {
    ledger.sending("a:0", Set.of("events"), 77);

    assertThat(ledger.received("events", "a:0")).hasValue(77);
    assertThat(ledger.received("events", "a:0")).isEmpty();
    assertThat(ledger.received("events", "other")).isEmpty();
    assertThat(ledger.summary().routed()).isEqualTo(Map.of("events", 1L));
  }

  @Test
  @DisplayName("an id is used once")
  void reusedId() {
    ledger.sending("a:0", Set.of(), 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.sending("a:0", Set.of(), 2))
        .withMessageContaining("a:0");
  }
}
