package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.RowChange;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.jobs.devices.DeviceQueues.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Decisions of three devices, and a database that acknowledges their writes in any order. */
class DeviceQueuesPropertyTest {

  /**
   * Either a decision or, where {@code durable}, the end of the key's write, if there is one.
   *
   * @param rows a set of bits, 1: the connection, 2: a row of its own, 4: the identity, 8: what
   *     back ends write of the twin, 16: what the device reports; the last three are one row's
   */
  record Step(int key, boolean durable, int rows, int effects) {}

  /** An effect: which decision of the key it belongs to, and its place there. */
  record Sent(String key, long position, int index) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 31),
            Arbitraries.integers().between(0, 2))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property
  @Label("The log's rules 3: order for each device, rows before effects, no row forgotten")
  void order(@ForAll("steps") List<Step> steps) {
    World world = new World();
    long position = 0;
    for (Step step : steps) {
      String key = "d" + step.key;
      if (step.durable) {
        world.durable(key);
      } else {
        world.decide(key, ++position, step.rows, step.effects);
      }
    }
    world.finish();

    assertThat(world.sent).isEqualTo(world.decided);
    assertThat(world.table).isEqualTo(world.state);
    assertThat(world.queues.isEmpty()).isTrue();
  }

  private static final class World {
    private final DeviceQueues<Sent> queues = new DeviceQueues<>(this::write, this::send);
    private final Map<String, Batch> inFlight = new LinkedHashMap<>();
    private final Map<String, Object> state = new HashMap<>();
    private final Map<String, Object> table = new HashMap<>();
    private final Map<String, Long> durable = new HashMap<>();
    private final Map<Sent, List<String>> needs = new HashMap<>();
    private final Map<String, List<Sent>> decided = new HashMap<>();
    private final Map<String, List<Sent>> sent = new HashMap<>();

    void decide(String key, long position, int kinds, int count) {
      List<RowChange> rows = new ArrayList<>();
      if ((kinds & 1) != 0) {
        rows.add(connection(key, position));
      }
      if ((kinds & 2) != 0) {
        rows.add(new RowChange.DropPresence(TwinKey.device(key + "@" + position)));
      }
      if ((kinds & 28) != 0) {
        rows.add(device(key, position, kinds));
      }
      List<Sent> effects = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        Sent effect = new Sent(key, position, index);
        effects.add(effect);
        needs.put(effect, rows.stream().map(row -> key + "/" + row.row()).toList());
        decided.computeIfAbsent(key, k -> new ArrayList<>()).add(effect);
      }
      rows.forEach(row -> put(state, key, row));
      queues.add(key, position, rows, effects, 1);
    }

    void durable(String key) {
      Batch batch = inFlight.remove(key);
      if (batch == null) {
        return;
      }
      batch
          .writes()
          .forEach(
              write -> {
                String row = key + "/" + write.change().row();
                durable.merge(row, write.position(), Math::max);
                put(table, key, write.change());
              });
      queues.durable(key);
    }

    void finish() {
      while (!inFlight.isEmpty()) {
        durable(inFlight.keySet().iterator().next());
      }
    }

    private void write(Batch batch) {
      assertThat(inFlight.put(batch.key(), batch)).as("one write of a device at a time").isNull();
    }

    private void send(Sent effect) {
      for (String row : needs.get(effect)) {
        assertThat(durable.getOrDefault(row, 0L)).isGreaterThanOrEqualTo(effect.position());
      }
      sent.computeIfAbsent(effect.key(), k -> new ArrayList<>()).add(effect);
    }

    /** A group of columns that is not given stays as it is. */
    private static void put(Map<String, Object> rows, String key, RowChange change) {
      String row = key + "/" + change.row();
      if (change instanceof RowChange.PutDevice put) {
        putIfGiven(rows, row + " identity", put.identity());
        putIfGiven(rows, row + " service", put.service());
        putIfGiven(rows, row + " reported", put.reported());
      } else {
        rows.put(row, change);
      }
    }

    private static void putIfGiven(Map<String, Object> rows, String columns, Object value) {
      if (value != null) {
        rows.put(columns, value);
      }
    }

    private static RowChange device(String key, long position, int kinds) {
      ServiceTwin twin = ServiceTwin.initial();
      Section section = Section.initial();
      return new RowChange.PutDevice(
          TwinKey.device(key),
          (kinds & 4) == 0
              ? null
              : new Identity(
                  key,
                  "1",
                  "etag " + position,
                  Status.ENABLED,
                  null,
                  0,
                  new Authentication.None(),
                  1),
          (kinds & 8) == 0 ? null : new ServiceTwin(twin.tags(), twin.desired(), position),
          (kinds & 16) == 0 ? null : new Section(section.values(), section.metadata(), position));
    }

    private static RowChange connection(String key, long position) {
      return new RowChange.PutConnection(
          TwinKey.device(key),
          new Connection(
              new ConnectionId("i", position), new EdgeAddress(0, "i"), "mqtt", position, null));
    }
  }
}
