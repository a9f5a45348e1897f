package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Fleet.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ticks that race against commands (design, "The log's rules" 2). */
class TickPropertyTest {

  /** The device itself, and the modules that fleets have. */
  private static final List<String> OWNERS = Arrays.asList(null, "m1", "m2");

  @Provide
  Arbitrary<List<Entry>> logs() {
    return Fleet.logs();
  }

  @Property
  @Label("The log's rules 2: after a tick nobody holds a device by a credential that has ended")
  void whatIsDueEnds(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      long now = now(entry, replay);
      replay.decide(entry);
      if (isTick(entry)) {
        for (String moduleId : OWNERS) {
          Connection held = replay.device(entry).head(moduleId).connection();
          assertThat(held != null && held.expiredAt(now)).isFalse();
        }
      }
    }
  }

  @Property
  @Label("The log's rules 2: a tick ends no connection that is not due, and changes nothing else")
  void whatIsNotDueStays(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      long now = now(entry, replay);
      InMemoryDevice before = replay.copy(entry);
      DeviceDecision decision = replay.decide(entry);
      if (isTick(entry)) {
        List<RowChange> ends = new ArrayList<>();
        int ended = 0;
        for (String moduleId : OWNERS) {
          TwinKey key = new TwinKey(entry.deviceId(), moduleId);
          DeviceState old = before.head(moduleId);
          Presence presence = replay.device(entry).head(moduleId).presence();
          if (old.connection() != null && old.connection().expiredAt(now)) {
            ended++;
            ends.add(new RowChange.DropConnection(key));
            assertThat(presence.stateUpdatedTime()).isEqualTo(Math.max(now, old.now()));
          }
          if (!presence.equals(old.presence())) {
            ends.add(new RowChange.PutPresence(key, presence));
          }
          assertThat(replay.device(entry).head(moduleId).identity()).isEqualTo(old.identity());
        }
        assertThat(decision.rows()).containsExactlyInAnyOrderElementsOf(ends);
        // a socket to be closed, and an event
        assertThat(decision.effects()).hasSize(2 * ended);
        if (ended == 0) {
          assertThat(replay.device(entry)).isEqualTo(before);
        }
      }
    }
  }

  @Property
  @Label("The log's rules 2: to double every tick changes no decision")
  void doubledTicks(@ForAll("logs") List<Entry> log) {
    FleetReplay once = new FleetReplay();
    List<DeviceDecision> decisions = once.decide(log);

    FleetReplay twice = new FleetReplay();
    List<DeviceDecision> firsts = new ArrayList<>();
    for (Entry entry : log) {
      firsts.add(twice.decide(entry));
      if (isTick(entry)) {
        DeviceDecision second = twice.decide(again(entry));
        assertThat(second.rows()).isEmpty();
        assertThat(second.effects()).isEmpty();
      }
    }

    assertThat(firsts).isEqualTo(decisions);
    assertThat(twice.devices()).isEqualTo(once.devices());
  }

  @Property
  @Label("The log's rules 2: a device knows when the first of its connections has to end")
  void due(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      replay.decide(entry);
      Long earliest = null;
      for (String moduleId : OWNERS) {
        Connection held = replay.device(entry).head(moduleId).connection();
        if (held != null
            && held.expires() != null
            && (earliest == null || held.expires() < earliest)) {
          earliest = held.expires();
        }
      }
      assertThat(replay.device(entry).head(null).due()).isEqualTo(earliest);
    }
  }

  private static Entry again(Entry tick) {
    return new Entry(tick.deviceId(), tick.envelope(), tick.position() + 1, tick.logTime());
  }

  private static boolean isTick(Entry entry) {
    return entry.envelope().command() instanceof Command.Tick;
  }

  private static long now(Entry entry, FleetReplay replay) {
    return Math.max(entry.logTime(), replay.device(entry).head(null).now());
  }
}
