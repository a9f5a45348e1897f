package io.weir.device.state;

import static io.weir.device.state.OneDevice.D;
import static io.weir.device.state.OneDevice.effects;
import static io.weir.device.state.OneDevice.eventTypes;
import static io.weir.device.state.OneDevice.module;
import static io.weir.device.state.OneDevice.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.state.Answer.Inspected;
import io.weir.device.state.Answer.Remembered;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 10: the state was lost, and is made of the rows")
class RecoveryTest {

  private static final Command PATCH = OneDevice.twin(null, "{\"a\":2}", false, null);

  private final OneDevice device = new OneDevice();
  private final Cells cells = new Cells();

  @BeforeEach
  void create() {
    apply(device.create(null));
  }

  @Test
  @DisplayName("What the rows tell is not decided again; what they do not tell is")
  void skips() {
    apply(device.patch(null, null, "{\"a\":1}"));
    long applied = device.position();
    ServiceTwin before = device.service(null);
    lose();

    DeviceDecision skipped = device.at(applied, null, PATCH);
    assertThat(skipped.rows()).isEmpty();
    assertThat(effects(skipped, Effect.Reply.class)).as("nobody knows the answer").isEmpty();
    assertThat(device.service(null)).isEqualTo(before);

    assertThat(refusal(device.at(applied + 1, null, PATCH))).isNull();
    assertThat(device.service(null).version()).isEqualTo(before.version() + 1);
  }

  @Test
  @DisplayName("What was told of a skipped device is told once more: whole, and only once")
  void tellsOnce() {
    ConnectionId connection = device.subscribed(null);
    apply(device.send(new Command.Subscribe(connection, Set.of())));
    writePresence();
    apply(device.patch(null, "{\"t\":1}", "{\"a\":1}"));
    long applied = device.position();
    lose();

    DeviceDecision first = device.at(applied, null, PATCH);
    assertThat(eventTypes(first)).containsExactly(DeviceEventType.TWIN_REPLACED);
    assertThat(effects(first, Effect.IdentityChanged.class))
        .containsExactly(new Effect.IdentityChanged(D, device.identity(null).authenticatedSince()));
    assertThat(effects(first, Effect.DesiredChanged.class))
        .singleElement()
        .returns(connection, Effect.DesiredChanged::connection)
        .returns("{\"a\":1,\"$version\":2}", change -> TwinJson.text(change.properties()));

    DeviceDecision second = device.at(applied, null, PATCH);
    assertThat(second.effects()).isEmpty();
    assertThat(second.rows()).isEmpty();
    assertThat(second.changes()).isEmpty();
  }

  @Test
  @DisplayName("A device of which no command is repeated is not told of again")
  void nothingToTell() {
    lose();
    DeviceDecision decision = device.send(PATCH);
    assertThat(eventTypes(decision)).containsExactly(DeviceEventType.TWIN_UPDATED);
  }

  @Test
  @DisplayName("Presence has a position of its own: a connect behind a twin write is decided")
  void presence() {
    long authenticatedSince = device.identity(null).authenticatedSince();
    apply(device.patch(null, null, "{\"a\":1}"));
    long applied = device.position();
    lose();

    Command connect =
        new Command.Connect(
            new ConnectionId("node", 100), OneDevice.EDGE, "mqtt", authenticatedSince, null);
    assertThat(refusal(device.at(applied - 1, null, connect))).isNull();
    assertThat(device.memory().head(null).connection()).isNotNull();
    assertThat(device.memory().head(null).presenceApplied()).isEqualTo(applied - 1);
    assertThat(device.memory().head(null).applied()).isEqualTo(applied);
  }

  @Test
  @DisplayName("The log's rules 6: a repeated connect does not take the device from its holder")
  void holders() {
    Command first =
        new Command.Connect(
            new ConnectionId("node", 100),
            OneDevice.EDGE,
            "mqtt",
            device.identity(null).authenticatedSince(),
            null);
    apply(device.send(first));
    long position = device.position();
    apply(device.send(new Command.Disconnect(new ConnectionId("node", 100))));
    ConnectionId holder = device.connect(null);
    writePresence();
    lose();

    DeviceDecision repeated = device.at(position, null, first);

    assertThat(effects(repeated, Effect.CloseConnection.class)).isEmpty();
    assertThat(repeated.rows()).isEmpty();
    assertThat(device.memory().head(null).connection().id()).isEqualTo(holder);
  }

  @Test
  @DisplayName("A device in its next life does not get back the modules of its former one")
  void formerModules() {
    apply(device.create("m"));
    long created = device.position();
    apply(device.delete(null));
    apply(device.create(null));
    lose();
    assertThat(device.memory().head(null).modules()).isEmpty();

    DeviceDecision repeated =
        device.at(created, "m", new Command.CreateIdentity(OneDevice.spec(null)));

    assertThat(repeated.rows()).isEmpty();
    assertThat(device.memory().head(null).modules()).isEmpty();
    assertThat(refusal(device.patch("m", "{}", null))).isEqualTo(HubError.MODULE_NOT_FOUND);
    assertThat(refusal(device.create("m"))).isNull();
  }

  @Test
  @DisplayName("Modules are brought back with their twins, connections and positions")
  void modules() {
    apply(device.create("m"));
    apply(device.patch("m", "{\"a\":1}", null));
    long applied = device.position();
    Identity identity = device.identity("m");
    lose();

    assertThat(device.identity("m")).isEqualTo(identity);
    assertThat(device.memory().head(null).modules()).containsOnlyKeys("m");
    DeviceDecision skipped = device.at(applied, "m", PATCH);
    assertThat(skipped.rows()).isEmpty();
    assertThat(effects(skipped, Effect.Happened.class))
        .singleElement()
        .returns(module("m"), Effect.Happened::key)
        .returns(DeviceEventType.TWIN_REPLACED, Effect.Happened::type);
  }

  @Test
  @DisplayName("The one writer says what it remembers, for comparison with the rows")
  void inspection() {
    apply(device.create("m"));
    Remembered ofDevice = inspected().owners().get("");
    Remembered ofModule = inspected().owners().get("m");
    assertThat(inspected().owners()).containsOnlyKeys("", "m");
    assertThat(ofModule.applied()).isGreaterThan(ofDevice.applied());

    lose();
    assertThat(inspected().owners()).containsEntry("", ofDevice).containsEntry("m", ofModule);
    device.patch("m", "{\"a\":1}", null);
    assertThat(inspected().owners().get("m").fingerprint()).isNotEqualTo(ofModule.fingerprint());
    assertThat(inspected().owners()).containsEntry("", ofDevice);

    device.delete(null);
    assertThat(inspected().owners()).isEmpty();
  }

  private Inspected inspected() {
    DeviceDecision decision = device.send(new Command.Inspect());
    assertThat(decision.rows()).isEmpty();
    assertThat(decision.changes()).isEmpty();
    return (Inspected) OneDevice.answer(decision);
  }

  private void apply(DeviceDecision decision) {
    decision.rows().forEach(row -> cells.write("d", row, device.position()));
  }

  /** Who is there, and what it hears. */
  private void writePresence() {
    DeviceState head = device.memory().head(null);
    cells.write("d", new RowChange.PutConnection(D, head.connection()), device.position());
    cells.write("d", new RowChange.PutPresence(D, head.presence()), device.position());
  }

  private void lose() {
    device.memory(cells.rebuilt("d"));
  }
}
