package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.identity.TwinKey;
import io.weir.device.state.Fleet.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The rows against the state that they tell of (design, "The log's rules" 1, 3, 10). */
class StoredRowsPropertyTest {

  private static final List<String> OWNERS = Arrays.asList(null, "m1", "m2");
  private static final List<String> TABLES = List.of("devices", "connections", "presence");

  private record Write(String deviceId, RowChange change, long position) {
    void to(Cells cells) {
      cells.write(deviceId, change, position);
    }
  }

  @Provide
  Arbitrary<List<Entry>> logs() {
    return Fleet.logs();
  }

  @Provide
  Arbitrary<List<Entry>> faithfulLogs() {
    return Fleet.faithfulLogs();
  }

  @Property
  @Label("The log's rules 1: rows written in any order, with repeats, tell what the state tells")
  void anyOrder(@ForAll("logs") List<Entry> log, @ForAll Random random) {
    FleetReplay replay = new FleetReplay();
    List<Write> writes = new ArrayList<>();
    for (Entry entry : log) {
      List<Write> once = writes(entry, replay.decide(entry));
      writes.addAll(once);
      writes.addAll(once);
    }
    Collections.shuffle(writes, random);
    Cells cells = new Cells();
    writes.forEach(write -> write.to(cells));

    assertTellsTheState(cells, replay);
  }

  @Property
  @Label("The log's rules 3: pending changes of a row, made one, leave the same rows")
  void coalesced(@ForAll("logs") List<Entry> log, @ForAll Random random) {
    FleetReplay replay = new FleetReplay();
    Cells one = new Cells();
    Cells coalesced = new Cells();
    Map<String, Write> pending = new LinkedHashMap<>();
    for (Entry entry : log) {
      for (Write write : writes(entry, replay.decide(entry))) {
        write.to(one);
        pending.merge(
            write.deviceId + " " + write.change.row(),
            write,
            (old, next) -> new Write(next.deviceId, next.change.after(old.change), next.position));
      }
      if (random.nextInt(4) == 0) {
        flush(pending, coalesced, random);
      }
    }
    flush(pending, coalesced, random);

    for (String table : TABLES) {
      assertThat(coalesced.rows(table)).isEqualTo(one.rows(table));
    }
  }

  /** None of the rows that are written together waits for another. */
  private static void flush(Map<String, Write> pending, Cells cells, Random random) {
    List<Write> writes = new ArrayList<>(pending.values());
    Collections.shuffle(writes, random);
    writes.forEach(write -> write.to(cells));
    pending.clear();
  }

  @Property
  @Label("The log's rules 10: state made of the rows, and the log from before: nothing is lost")
  void rebuild(@ForAll("faithfulLogs") List<Entry> log, @ForAll int loss, @ForAll int offset) {
    FleetReplay whole = new FleetReplay();
    Cells expected = new Cells();
    Cells cells = new Cells();
    int lost = Math.floorMod(loss, log.size() + 1);
    for (int i = 0; i < log.size(); i++) {
      List<Write> writes = writes(log.get(i), whole.decide(log.get(i)));
      writes.forEach(write -> write.to(expected));
      if (i < lost) {
        writes.forEach(write -> write.to(cells));
      }
    }

    FleetReplay rebuilt = FleetReplay.rebuilt(cells, log);
    int resumed = Math.floorMod(offset, lost + 1);
    for (Entry entry : log.subList(resumed, log.size())) {
      writes(entry, rebuilt.decide(entry)).forEach(write -> write.to(cells));
    }

    for (String table : TABLES) {
      assertThat(cells.rows(table)).as(table).isEqualTo(expected.rows(table));
    }
    assertTellsTheState(cells, rebuilt);
  }

  @Property
  @Label("The log's rules 10: the state is lost again and again")
  void rebuiltTwice(
      @ForAll("faithfulLogs") List<Entry> log, @ForAll int first, @ForAll int second) {
    FleetReplay replay = new FleetReplay();
    Cells expected = new Cells();
    log.forEach(entry -> writes(entry, replay.decide(entry)).forEach(w -> w.to(expected)));

    Cells cells = new Cells();
    List<Integer> losses =
        List.of(Math.floorMod(first, log.size() + 1), Math.floorMod(second, log.size() + 1));
    FleetReplay present = new FleetReplay();
    for (int lost : losses) {
      for (Entry entry : log.subList(0, lost)) {
        writes(entry, present.decide(entry)).forEach(write -> write.to(cells));
      }
      present = FleetReplay.rebuilt(cells, log);
    }
    for (Entry entry : log) {
      writes(entry, present.decide(entry)).forEach(write -> write.to(cells));
    }

    assertThat(cells.rows("devices")).isEqualTo(expected.rows("devices"));
    assertTellsTheState(cells, present);
  }

  private static List<Write> writes(Entry entry, DeviceDecision decision) {
    return decision.rows().stream()
        .map(change -> new Write(entry.deviceId(), change, entry.position()))
        .toList();
  }

  private static void assertTellsTheState(Cells cells, FleetReplay replay) {
    replay
        .devices()
        .forEach(
            (id, device) -> {
              for (String moduleId : OWNERS) {
                TwinKey key = new TwinKey(id, moduleId);
                DeviceState head = device.head(moduleId);
                boolean known = head.identity() != null;
                assertThat(cells.identity(key)).isEqualTo(head.identity());
                assertThat(cells.connection(key)).isEqualTo(head.connection());
                assertThat(cells.presence(key)).isEqualTo(head.presence());
                assertThat(cells.service(key)).isEqualTo(known ? device.service(moduleId) : null);
                assertThat(cells.reported(key)).isEqualTo(known ? device.reported(moduleId) : null);
              }
            });
  }
}
