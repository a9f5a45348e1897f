package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.identity.Identity;
import io.weir.device.state.Fleet.Entry;
import io.weir.device.topic.Duplicates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every log (design, "The log's rules"). */
class DeviceStateMachinePropertyTest {

  @Provide
  Arbitrary<List<Entry>> logs() {
    return Fleet.logs();
  }

  @Property
  @Label("The log's rules 1, 2: replayed from any prefix, the log gives the same decisions")
  void replay(@ForAll("logs") List<Entry> log, @ForAll int anywhere) {
    Map<String, DeviceState> states = new HashMap<>();
    List<Decision<DeviceState>> decisions = decide(log, states);

    int cut = Math.floorMod(anywhere, log.size() + 1);
    Map<String, DeviceState> restored = new HashMap<>();
    decide(log.subList(0, cut), restored);
    restored.replaceAll(
        (id, state) -> Codecs.DEVICE_STATE.decode(Codecs.DEVICE_STATE.encode(state)));
    List<Decision<DeviceState>> replayed =
        decide(log.subList(cut, log.size()).stream().map(this::reread).toList(), restored);

    assertThat(replayed).isEqualTo(decisions.subList(cut, log.size()));
    assertThat(restored).isEqualTo(states);
  }

  @Property
  @Label("The log's rules 4: doubled and replayed effects are seen once, in their order")
  void duplicates(@ForAll("logs") List<Entry> log, @ForAll int crash, @ForAll int checkpoint) {
    List<Stamped> once = stamped(log);
    List<Stamped> delivered = new ArrayList<>();
    int crashed = Math.floorMod(crash, once.size() + 1);
    int resumed = Math.floorMod(checkpoint, crashed + 1);
    once.subList(0, crashed).forEach(effect -> delivered.addAll(List.of(effect, effect)));
    once.subList(resumed, once.size()).forEach(effect -> delivered.addAll(List.of(effect, effect)));

    Duplicates reader = new Duplicates(10);
    List<Stamped> seen =
        delivered.stream()
            .filter(effect -> reader.isNew(effect.key(), effect.position(), effect.index()))
            .toList();

    assertThat(seen).isEqualTo(once);
  }

  @Property
  @Label("The log's rules 1: rows written in any order, with repeats, tell what the state tells")
  void rows(@ForAll("logs") List<Entry> log, @ForAll Random random) {
    Map<String, DeviceState> states = new HashMap<>();
    List<Decision<DeviceState>> decisions = decide(log, states);
    List<Runnable> writes = new ArrayList<>();
    Map<String, Long> applied = new HashMap<>();
    Map<String, RowChange> table = new HashMap<>();
    for (int i = 0; i < log.size(); i++) {
      Entry entry = log.get(i);
      for (RowChange change : decisions.get(i).rows()) {
        String row = change.row() + " " + entry.deviceId();
        Runnable write =
            () -> {
              if (applied.getOrDefault(row, 0L) <= entry.position()) {
                applied.put(row, entry.position());
                table.put(row, change);
              }
            };
        writes.addAll(List.of(write, write));
      }
    }
    Collections.shuffle(writes, random);
    writes.forEach(Runnable::run);

    for (String id : List.of("d0", "d1")) {
      DeviceState state = states.getOrDefault(id, DeviceState.UNKNOWN);
      RowChange device = table.get("devices " + id);
      RowChange connection = table.get("connections " + id);
      assertThat(device instanceof RowChange.PutDevice put ? put.identity() : null)
          .isEqualTo(state.identity());
      assertThat(connection instanceof RowChange.PutConnection put ? put.connection() : null)
          .isEqualTo(state.connection());
    }
  }

  @Property
  @Label("The log's rules 6, 7: edges that obey the effects hold what the state says, no more")
  void holders(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    Map<String, Map<ConnectionId, Long>> open = new HashMap<>();
    for (Entry entry : log) {
      Map<ConnectionId, Long> sockets =
          open.computeIfAbsent(entry.deviceId(), id -> new HashMap<>());
      Command command = entry.envelope().command();
      if (command instanceof Command.Connect connect) {
        sockets.put(connect.connection(), connect.authenticatedSince());
      } else if (command instanceof Command.Disconnect disconnect) {
        sockets.remove(disconnect.connection());
      }

      for (Effect effect : decide(entry, states).effects()) {
        if (effect instanceof Effect.CloseConnection close) {
          sockets.remove(close.connection());
        } else if (effect instanceof Effect.IdentityChanged change) {
          sockets.values().removeIf(since -> since < change.authenticatedSince());
        }
      }

      DeviceState state = states.getOrDefault(entry.deviceId(), DeviceState.UNKNOWN);
      Connection holder = state.connection();
      assertThat(sockets.keySet()).isEqualTo(holder == null ? Set.of() : Set.of(holder.id()));
      assertThat(holder != null && (state.identity() == null || !state.identity().enabled()))
          .as("a device that may not connect holds a connection")
          .isFalse();
    }
  }

  @Property
  @Label("The log's rules 6: a connect that authenticated against the past is closed")
  void staleConnects(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    for (Entry entry : log) {
      Identity identity = states.getOrDefault(entry.deviceId(), DeviceState.UNKNOWN).identity();
      Decision<DeviceState> decision = decide(entry, states);
      if (entry.envelope().command() instanceof Command.Connect connect) {
        boolean good =
            identity != null
                && identity.enabled()
                && identity.authenticatedSince() == connect.authenticatedSince();
        boolean closed =
            decision.effects().stream()
                .anyMatch(
                    effect ->
                        effect instanceof Effect.CloseConnection close
                            && close.connection().equals(connect.connection()));
        assertThat(closed).isEqualTo(!good);
      }
    }
  }

  @Property
  @Label("REG-02, REST-57: etags and generation ids are never used twice")
  void etagsAndGenerations(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    Set<String> etags = new HashSet<>();
    Set<String> generations = new HashSet<>();
    for (Entry entry : log) {
      Identity before = states.getOrDefault(entry.deviceId(), DeviceState.UNKNOWN).identity();
      for (RowChange change : decide(entry, states).rows()) {
        if (change instanceof RowChange.PutDevice put) {
          assertThat(etags.add(put.identity().etag())).as("a new etag").isTrue();
          assertThat(put.identity().deviceId()).isEqualTo(entry.deviceId());
          if (before == null) {
            assertThat(generations.add(put.identity().generationId())).isTrue();
          } else {
            assertThat(put.identity().generationId()).isEqualTo(before.generationId());
          }
        }
      }
    }
  }

  @Property
  @Label("REST-52: what is refused changes nothing, what is accepted writes a row")
  void refusals(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    for (Entry entry : log) {
      DeviceState before = states.get(entry.deviceId());
      Decision<DeviceState> decision = decide(entry, states);
      boolean refused =
          decision.effects().stream()
              .anyMatch(
                  effect ->
                      effect instanceof Effect.Reply reply
                          && reply.answer() instanceof Answer.Refused);
      if (refused) {
        assertThat(decision.rows()).isEmpty();
      }
      if (decision.rows().isEmpty()) {
        assertThat(decision.next()).isEqualTo(before);
      }
      assertThat(decision.effects().stream().filter(Effect.Reply.class::isInstance))
          .hasSize(entry.envelope().replyTo() == null ? 0 : 1);
    }
  }

  @Property
  @Label("The log's rules 2: the time of a device's life never runs backwards")
  void time(@ForAll("logs") List<Entry> log) {
    Map<String, DeviceState> states = new HashMap<>();
    for (Entry entry : log) {
      DeviceState before = states.get(entry.deviceId());
      DeviceState after = decide(entry, states).next();
      if (before != null && after != null) {
        assertThat(after.now()).isGreaterThanOrEqualTo(before.now());
        assertThat(after.identity().statusUpdatedTime())
            .isGreaterThanOrEqualTo(before.identity().statusUpdatedTime());
      }
    }
  }

  private List<Decision<DeviceState>> decide(List<Entry> log, Map<String, DeviceState> states) {
    return log.stream().map(entry -> decide(entry, states)).toList();
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

  private Entry reread(Entry entry) {
    return new Entry(
        entry.deviceId(),
        Codecs.COMMAND.decode(Codecs.COMMAND.encode(entry.envelope())),
        entry.position(),
        entry.logTime());
  }

  private List<Stamped> stamped(List<Entry> log) {
    List<Stamped> effects = new ArrayList<>();
    Map<String, DeviceState> states = new HashMap<>();
    for (Entry entry : log) {
      int index = 0;
      for (Effect effect : decide(entry, states).effects()) {
        effects.add(new Stamped(entry.deviceId(), entry.position(), index++, effect));
      }
    }
    return effects;
  }
}
