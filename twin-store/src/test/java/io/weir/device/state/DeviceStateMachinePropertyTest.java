package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.Presence;
import io.weir.device.connection.Subscription;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Fleet.Entry;
import io.weir.device.topic.Duplicates;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every log (design, "The log's rules"). */
class DeviceStateMachinePropertyTest {

  /** The device itself, and the modules that fleets have. */
  private static final List<String> OWNERS = Arrays.asList(null, "m1", "m2");

  @Provide
  Arbitrary<List<Entry>> logs() {
    return Fleet.logs();
  }

  @Property
  @Label("The log's rules 1, 2: replayed from any prefix, the log gives the same decisions")
  void replay(@ForAll("logs") List<Entry> log, @ForAll int anywhere) {
    FleetReplay whole = new FleetReplay();
    List<DeviceDecision> decisions = whole.decide(log);

    int cut = Math.floorMod(anywhere, log.size() + 1);
    FleetReplay first = new FleetReplay();
    first.decide(log.subList(0, cut));
    FleetReplay restored = first.restored();
    List<DeviceDecision> replayed =
        restored.decide(log.subList(cut, log.size()).stream().map(FleetReplay::reread).toList());

    assertThat(replayed).isEqualTo(decisions.subList(cut, log.size()));
    assertThat(restored.devices()).isEqualTo(whole.devices());
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
  @Label("The log's rules 6, 7: edges that obey the effects hold what the state says, no more")
  void holders(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    Map<TwinKey, Map<ConnectionId, Long>> open = new HashMap<>();
    for (Entry entry : log) {
      Map<ConnectionId, Long> own = sockets(open, entry.key());
      Command command = entry.envelope().command();
      if (command instanceof Command.Connect connect) {
        own.put(connect.connection(), connect.authenticatedSince());
      } else if (command instanceof Command.Disconnect disconnect) {
        own.remove(disconnect.connection());
      }

      for (Effect effect : replay.decide(entry).effects()) {
        if (effect instanceof Effect.CloseConnection close) {
          sockets(open, close.key()).remove(close.connection());
        } else if (effect instanceof Effect.IdentityChanged change) {
          sockets(open, change.key())
              .values()
              .removeIf(since -> since < change.authenticatedSince());
        }
      }

      InMemoryDevice device = replay.device(entry);
      Identity owner = device.head(null).identity();
      for (String moduleId : OWNERS) {
        DeviceState head = device.head(moduleId);
        Connection holder = head.connection();
        assertThat(sockets(open, new TwinKey(entry.deviceId(), moduleId)).keySet())
            .isEqualTo(holder == null ? Set.of() : Set.of(holder.id()));
        if (holder != null) {
          assertThat(head.identity().enabled() && owner.enabled())
              .as("a device that may not connect holds a connection")
              .isTrue();
        }
      }
    }
  }

  private static Map<ConnectionId, Long> sockets(
      Map<TwinKey, Map<ConnectionId, Long>> open, TwinKey key) {
    return open.computeIfAbsent(key, name -> new HashMap<>());
  }

  @Property
  @Label("The log's rules 6: a connect that authenticated against the past is closed")
  void staleConnects(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      Identity device = replay.device(entry).head(null).identity();
      Identity identity = replay.head(entry).identity();
      DeviceDecision decision = replay.decide(entry);
      if (entry.envelope().command() instanceof Command.Connect connect) {
        boolean good =
            identity != null
                && identity.enabled()
                && device.enabled()
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
    FleetReplay replay = new FleetReplay();
    Set<String> etags = new HashSet<>();
    Set<String> generations = new HashSet<>();
    for (Entry entry : log) {
      Identity before = replay.head(entry).identity();
      for (RowChange change : replay.decide(entry).rows()) {
        if (change instanceof RowChange.PutDevice put && put.identity() != null) {
          Identity after = put.identity();
          assertThat(after.key()).isEqualTo(put.key()).isEqualTo(entry.key());
          if (before == null) {
            assertThat(generations.add(after.generationId())).as("a new generation").isTrue();
            assertThat(etags.add(after.etag())).as("a new etag").isTrue();
          } else {
            assertThat(after.generationId()).isEqualTo(before.generationId());
            if (!after.equals(before.withModelId(after.modelId()))) {
              assertThat(etags.add(after.etag())).as("a new etag").isTrue();
            }
          }
        }
      }
    }
  }

  @Property
  @Label("REST-52: what is refused changes nothing, what is accepted writes a row")
  void refusals(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      InMemoryDevice before = replay.copy(entry);
      DeviceDecision decision = replay.decide(entry);
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
        assertThat(replay.device(entry)).isEqualTo(before);
      }
      assertThat(decision.effects().stream().filter(Effect.Reply.class::isInstance))
          .hasSize(entry.envelope().replyTo() == null ? 0 : 1);
    }
  }

  @Property
  @Label("The log's rules 2: the time of a device's life never runs backwards")
  void time(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      InMemoryDevice before = replay.copy(entry);
      replay.decide(entry);
      InMemoryDevice after = replay.device(entry);
      for (String moduleId : OWNERS) {
        if (before.heads().containsKey(moduleId) && after.heads().containsKey(moduleId)) {
          DeviceState old = before.head(moduleId);
          DeviceState young = after.head(moduleId);
          assertThat(young.now()).isGreaterThanOrEqualTo(old.now());
          assertThat(young.identity().statusUpdatedTime())
              .isGreaterThanOrEqualTo(old.identity().statusUpdatedTime());
          assertThat(young.presence().lastActivityTime())
              .isGreaterThanOrEqualTo(old.presence().lastActivityTime());
        }
      }
    }
  }

  @Property
  @Label("TWIN-04: each accepted write makes the next version, whatever restarts in between")
  void versions(@ForAll("logs") List<Entry> log, @ForAll int restart) {
    FleetReplay replay = new FleetReplay();
    int cut = Math.floorMod(restart, log.size() + 1);
    for (int i = 0; i < log.size(); i++) {
      replay = i == cut ? replay.restored() : replay;
      Entry entry = log.get(i);
      InMemoryDevice before = replay.copy(entry);
      DeviceDecision decision = replay.decide(entry);
      for (RowChange change : decision.rows()) {
        if (change instanceof RowChange.PutDevice put) {
          String moduleId = put.key().moduleId();
          boolean created = before.head(moduleId).identity() == null;
          assertIsNext(created, before.service(moduleId), put.service());
          Section reported = created ? null : before.reported(moduleId);
          assertThat(put.reported() == null || put.reported().version() == next(reported)).isTrue();
        }
      }
    }
  }

  private static void assertIsNext(boolean created, ServiceTwin before, ServiceTwin after) {
    if (created) {
      // A line of a bulk request brings its own sections with it (REG-05).
      assertThat(after.version()).isBetween(2L, 3L);
      assertThat(after.desired().version()).isBetween(1L, after.version() - 1);
    } else if (after != null) {
      assertThat(after.version()).isEqualTo(before.version() + 1);
      boolean wrote = !after.desired().equals(before.desired());
      assertThat(after.desired().version()).isEqualTo(before.desired().version() + (wrote ? 1 : 0));
    }
  }

  private static long next(Section before) {
    return before == null ? 1 : before.version() + 1;
  }

  @Property
  @Label("MQTT-36, MQTT-37: who is there and subscribed is told of each desired version, once")
  void pushes(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      DeviceState before = replay.head(entry);
      String moduleId = entry.key().moduleId();
      long versionBefore = replay.device(entry).service(moduleId).desired().version();
      List<Effect.DesiredChanged> told =
          replay.decide(entry).effects().stream()
              .filter(Effect.DesiredChanged.class::isInstance)
              .map(Effect.DesiredChanged.class::cast)
              .toList();
      long version = replay.device(entry).service(moduleId).desired().version();
      boolean hears =
          before.connection() != null
              && before.presence().subscriptions().contains(Subscription.DESIRED_PROPERTIES);
      if (hears && version > versionBefore) {
        assertThat(told)
            .singleElement()
            .returns(version, Effect.DesiredChanged::version)
            .returns(entry.key(), Effect.DesiredChanged::key)
            .returns(before.connection().id(), Effect.DesiredChanged::connection)
            .returns(version, push -> push.properties().get("$version").longValue());
      } else {
        assertThat(told).isEmpty();
      }
    }
  }

  @Property
  @Label("ROUTE-14: coming and going is told of each device and module, once")
  void connectionEvents(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      InMemoryDevice before = replay.copy(entry);
      DeviceDecision decision = replay.decide(entry);
      for (String moduleId : OWNERS) {
        TwinKey key = new TwinKey(entry.deviceId(), moduleId);
        boolean was = before.head(moduleId).connection() != null;
        boolean is = replay.device(entry).head(moduleId).connection() != null;
        assertThat(count(decision, key, DeviceEventType.CONNECTED)).isEqualTo(!was && is ? 1 : 0);
        assertThat(count(decision, key, DeviceEventType.DISCONNECTED))
            .isEqualTo(was && !is ? 1 : 0);
      }
    }
  }

  @Property
  @Label("ROUTE-14: identities that come, change and go are told of, and no twin write is left out")
  void registryEvents(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      InMemoryDevice before = replay.copy(entry);
      DeviceDecision decision = replay.decide(entry);
      InMemoryDevice after = replay.device(entry);
      for (String moduleId : OWNERS) {
        TwinKey key = new TwinKey(entry.deviceId(), moduleId);
        boolean was = before.head(moduleId).identity() != null;
        boolean is = after.head(moduleId).identity() != null;
        long twinWrites =
            was && is
                ? (after.service(moduleId).version() - before.service(moduleId).version())
                    + (after.reported(moduleId).version() - before.reported(moduleId).version())
                : 0;
        assertThat(count(decision, key, DeviceEventType.IDENTITY_CREATED))
            .isEqualTo(!was && is ? 1 : 0);
        assertThat(count(decision, key, DeviceEventType.IDENTITY_DELETED))
            .isEqualTo(was && !is ? 1 : 0);
        assertThat(
                count(decision, key, DeviceEventType.TWIN_UPDATED)
                    + count(decision, key, DeviceEventType.TWIN_REPLACED))
            .isEqualTo(twinWrites);
      }
    }
  }

  private static long count(DeviceDecision decision, TwinKey key, DeviceEventType type) {
    return decision.effects().stream()
        .filter(
            effect ->
                effect instanceof Effect.Happened event
                    && event.type() == type
                    && event.key().equals(key))
        .count();
  }

  @Property
  @Label("MQTT-25: subscriptions outlive the connection, and end with a new session")
  void sessions(@ForAll("logs") List<Entry> log) {
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      Presence before = replay.head(entry).presence();
      replay.decide(entry);
      DeviceState after = replay.head(entry);
      Command command = entry.envelope().command();
      if (command instanceof Command.Connect connect && isHeldBy(after, connect)) {
        assertThat(after.presence().subscriptions())
            .isEqualTo(connect.keepsSession() ? before.subscriptions() : Set.of());
      } else if (after.identity() != null
          && !(command instanceof Command.Subscribe)
          && !(command instanceof Command.Unsubscribe)) {
        assertThat(after.presence().subscriptions()).isEqualTo(before.subscriptions());
      }
    }
  }

  private static boolean isHeldBy(DeviceState state, Command.Connect connect) {
    return state.connection() != null && state.connection().id().equals(connect.connection());
  }

  private static List<Stamped> stamped(List<Entry> log) {
    List<Stamped> effects = new ArrayList<>();
    FleetReplay replay = new FleetReplay();
    for (Entry entry : log) {
      int index = 0;
      for (Effect effect : replay.decide(entry).effects()) {
        effects.add(new Stamped(entry.deviceId(), entry.position(), index++, effect));
      }
    }
    return effects;
  }
}
