package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Fleet.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ticks that race against commands (design, "The log's rules" 2). */
class TickPropertyTest {

  @Provide
  Arbitrary<List<Entry>> logs() {
    return Fleet.logs();
  }

  @Property
  @Label("The log's rules 2: after a tick nobody holds a device by a credential that has ended")
  void whatIsDueEnds(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    for (Entry entry : log) {
      long now = now(entry, states);
      DeviceState after = decide(entry, states).next();
      if (isTick(entry) && after != null && after.connection() != null) {
        assertThat(after.connection().expiredAt(now)).isFalse();
      }
    }
  }

  @Property
  @Label("The log's rules 2: a tick ends no connection that is not due, and changes nothing else")
  void whatIsNotDueStays(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    for (Entry entry : log) {
      long now = now(entry, states);
      DeviceState before = states.get(entry.deviceId());
      Decision<DeviceState> decision = decide(entry, states);
      if (isTick(entry)) {
        Connection held = before == null ? null : before.connection();
        if (held != null && held.expires() != null && held.expires() <= now) {
          assertThat(decision.rows())
              .containsExactly(new RowChange.DropConnection(TwinKey.device(entry.deviceId())));
          assertThat(decision.effects()).hasSize(1);
          assertThat(decision.next().identity()).isEqualTo(before.identity());
        } else {
          assertThat(decision).isEqualTo(new Decision<>(before, List.of(), List.of()));
        }
      }
    }
  }

  @Property
  @Label("The log's rules 2: to double every tick changes no decision")
  void doubledTicks(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> once = new HashMap<>();
    List<Decision<DeviceState>> decisions = log.stream().map(e -> decide(e, once)).toList();

    Map<String, DeviceState> twice = new HashMap<>();
    List<Decision<DeviceState>> firsts = new ArrayList<>();
    for (Entry entry : log) {
      firsts.add(decide(entry, twice));
      if (isTick(entry)) {
        Decision<DeviceState> second = decide(again(entry), twice);
        assertThat(second.rows()).isEmpty();
        assertThat(second.effects()).isEmpty();
      }
    }

    assertThat(firsts).isEqualTo(decisions);
    assertThat(twice).isEqualTo(once);
  }

  private static Entry again(Entry tick) {
    return new Entry(tick.deviceId(), tick.envelope(), tick.position() + 1, tick.logTime());
  }

  private static boolean isTick(Entry entry) {
    return entry.envelope().command() instanceof Command.Tick;
  }

  private static long now(Entry entry, Map<String, DeviceState> states) {
    return Math.max(
        entry.logTime(), states.getOrDefault(entry.deviceId(), DeviceState.UNKNOWN).now());
  }

  private Decision<DeviceState> decide(Entry entry, Map<String, DeviceState> states) {
    Decision<DeviceState> decision =
        Registration.decide(
            entry.deviceId(),
            states.get(entry.deviceId()),
            entry.envelope(),
            entry.position(),
            entry.logTime());
    if (decision.next() == null) {
      states.remove(entry.deviceId());
    } else {
      states.put(entry.deviceId(), decision.next());
    }
    return decision;
  }
}
