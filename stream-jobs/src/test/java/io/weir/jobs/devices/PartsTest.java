package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.jobs.devices.KeyDecider.Decided;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A decision reads the parts that it needs, and writes those that it changes")
class PartsTest {

  private static final long EPOCH = ScriptedStore.EPOCH;

  private final KeyDecider decider = new KeyDecider();
  private final Map<String, byte[]> parts = new HashMap<>();
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void createAndConnect() {
    decide(Commands.create("d", 0));
    decide(Commands.createModule("d", "m", 1));
    decide(Commands.connect("d", 2, EPOCH));
    decide(Commands.connectModule("d", "m", 3, EPOCH + 1, null));
    decide(Commands.patch("d", null, 4, "{\"a\":1}"));
    decide(Commands.patch("d", "m", 5, "{\"a\":1}"));
    assertThat(parts)
        .containsOnlyKeys("", "/service", "/reported", "m/head", "m/service", "m/reported");
  }

  @Test
  @DisplayName("What is not about a twin reads none, however large it is")
  void smallCommands() {
    ConnectionId connection = new ConnectionId("incarnation", 2);
    for (CommandRecord record :
        List.of(
            Commands.subscribe("d", null, 10, 2),
            Commands.record("d", 11, new Command.ReportActivity(connection)),
            Commands.tick("d", 12),
            Commands.connect("d", 13, EPOCH),
            Commands.record("d", 14, new Command.Disconnect(connection)))) {
      decide(record);
      assertThat(read).containsOnly("");
    }
    decide(Commands.disable("d", 15));
    assertThat(read).as("its modules' connections end, too").containsOnly("", "m/head");
  }

  @Test
  @DisplayName("A report reads what was reported, and nothing of what back ends write")
  void reports() {
    assertThat(decide(Commands.report("d", null, 10, 2, "{\"t\":1}")))
        .containsExactly("", "/reported");
    assertThat(read).containsOnly("", "/reported");
  }

  @Test
  @DisplayName("A write by a back end leaves alone what was reported")
  void patches() {
    assertThat(decide(Commands.patch("d", null, 10, "{\"a\":2}"))).containsExactly("", "/service");
    assertThat(read).containsOnly("", "/service");
  }

  @Test
  @DisplayName("What is about a module reads its device's head, and none of its twin")
  void modules() {
    assertThat(decide(Commands.report("d", "m", 10, 3, "{\"t\":1}")))
        .containsExactly("m/head", "m/reported");
    assertThat(read).containsOnly("", "m/head", "m/reported");
    decide(Commands.subscribe("d", "m", 11, 3));
    assertThat(read).containsOnly("", "m/head");
  }

  @Test
  @DisplayName("Nothing is left of what is deleted")
  void deletion() {
    decide(Commands.record("d", "m", 10, new Command.DeleteIdentity(null)));
    assertThat(parts).containsOnlyKeys("", "/service", "/reported");
    decide(Commands.createModule("d", "n", 11));
    decide(Commands.delete("d", 12));
    assertThat(parts).isEmpty();
  }

  /** The names of the parts that it changed. */
  private List<String> decide(CommandRecord record) {
    read.clear();
    Parts keyed =
        name -> {
          read.add(name);
          return parts.get(name);
        };
    Decided decided = (Decided) decider.decide(keyed, record, EPOCH + record.offset());
    for (Parts.Change change : decided.changes()) {
      if (change.bytes() == null) {
        parts.remove(change.part());
      } else {
        parts.put(change.part(), change.bytes().array());
      }
    }
    return decided.changes().stream().map(Parts.Change::part).toList();
  }
}
