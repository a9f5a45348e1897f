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
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ModulesTest {

  private final OneDevice device = new OneDevice();

  @BeforeEach
  void create() {
    device.create(null);
  }

  @Test
  @DisplayName("REST-06: a module has identity and twin of its own; its device's row stays")
  void creation() {
    Identity before = device.identity(null);

    DeviceDecision decision = device.create("m");

    Identity identity = device.identity("m");
    assertThat(identity.key()).isEqualTo(module("m"));
    assertThat(identity.generationId()).isEqualTo(Long.toString(device.position()));
    assertThat(decision.rows())
        .containsExactly(
            new RowChange.PutDevice(
                module("m"), identity, ServiceTwin.initial(), Section.initial()));
    assertThat(eventTypes(decision)).containsExactly(DeviceEventType.IDENTITY_CREATED);
    assertThat(device.identity(null)).isEqualTo(before);
    assertThat(device.memory().head(null).modules()).containsOnlyKeys("m");
  }

  @Test
  @DisplayName("ERR-05: 409301 for a module that is there, 404001 without its device, 404010")
  void refusals() {
    device.create("m");
    assertThat(refusal(device.create("m"))).isEqualTo(HubError.MODULE_ALREADY_EXISTS);
    assertThat(refusal(device.disable("n"))).isEqualTo(HubError.MODULE_NOT_FOUND);
    assertThat(refusal(device.delete("n"))).isEqualTo(HubError.MODULE_NOT_FOUND);
    device.delete(null);
    assertThat(refusal(device.create("m"))).isEqualTo(HubError.DEVICE_NOT_FOUND);
    assertThat(device.memory().isForgotten()).isTrue();
  }

  @Test
  @DisplayName("REST-52: the etag of a module is its own")
  void etags() {
    device.create("m");
    String ofDevice = device.identity(null).etag();
    Command update = new Command.UpdateIdentity(OneDevice.spec(null), ofDevice);
    assertThat(refusal(device.send("m", update))).isEqualTo(HubError.PRECONDITION_FAILED);
    Command own = new Command.UpdateIdentity(OneDevice.spec(null), device.identity("m").etag());
    assertThat(refusal(device.send("m", own))).isNull();
    assertThat(device.identity(null).etag()).isEqualTo(ofDevice);
  }

  @Test
  @DisplayName("LIM-08: 50 modules of a device, the next one is 413003")
  void limit() {
    for (int i = 0; i < 50; i++) {
      assertThat(refusal(device.create("m" + i))).isNull();
    }
    DeviceDecision refused = device.create("m50");
    assertThat(refusal(refused)).isEqualTo(HubError.TOO_MANY_MODULES);
    assertThat(refused.rows()).isEmpty();
    device.delete("m7");
    assertThat(refusal(device.create("m50"))).isNull();
  }

  @Test
  @DisplayName("REST-03: a module that is deleted leaves nothing behind, and ends its connection")
  void deletion() {
    device.create("m");
    device.connect("m");

    DeviceDecision decision = device.delete("m");

    assertThat(decision.rows())
        .containsExactly(
            new RowChange.DropDevice(module("m")),
            new RowChange.DropConnection(module("m")),
            new RowChange.DropPresence(module("m")));
    assertThat(effects(decision, Effect.IdentityChanged.class))
        .containsExactly(new Effect.IdentityChanged(module("m"), device.position()));
    assertThat(eventTypes(decision))
        .containsExactly(DeviceEventType.DISCONNECTED, DeviceEventType.IDENTITY_DELETED);
    assertThat(device.memory().heads()).containsOnlyKeys((String) null);
    assertThat(device.memory().head(null).modules()).isEmpty();
  }

  @Test
  @DisplayName("REST-03: a device that is deleted takes its modules and their connections along")
  void deletionOfTheDevice() {
    device.create("m");
    device.create("n");
    device.connect("m");
    device.connect(null);

    DeviceDecision decision = device.delete(null);

    assertThat(device.memory().isForgotten()).isTrue();
    assertThat(decision.rows())
        .containsExactly(
            new RowChange.DropDevice(D),
            new RowChange.DropConnection(D),
            new RowChange.DropPresence(D),
            new RowChange.DropModules("d"));
    assertThat(effects(decision, Effect.IdentityChanged.class))
        .extracting(Effect.IdentityChanged::key)
        .containsExactlyInAnyOrder(D, module("m"), module("n"));
    assertThat(effects(decision, Effect.Happened.class))
        .filteredOn(event -> event.type() == DeviceEventType.IDENTITY_DELETED)
        .extracting(Effect.Happened::key)
        .containsExactlyInAnyOrder(D, module("m"), module("n"));
  }

  @Test
  @DisplayName("A device that is created again has none of its former modules")
  void anotherLife() {
    device.create("m");
    device.patch("m", "{\"a\":1}", null);
    device.delete(null);
    device.create(null);
    assertThat(device.memory().head(null).modules()).isEmpty();
    assertThat(refusal(device.patch("m", "{}", null))).isEqualTo(HubError.MODULE_NOT_FOUND);
    device.create("m");
    assertThat(device.service("m")).isEqualTo(ServiceTwin.initial());
  }

  @Test
  @DisplayName("AUTH-11: disabling the device ends the connections of its modules, too")
  void disablingTheDevice() {
    device.create("m");
    device.create("n");
    device.connect("m");

    DeviceDecision decision = device.disable(null);

    assertThat(device.memory().head("m").connection()).isNull();
    assertThat(decision.rows()).contains(new RowChange.DropConnection(module("m")));
    // a node may hold a connection that the log has not told of yet
    assertThat(effects(decision, Effect.IdentityChanged.class))
        .extracting(Effect.IdentityChanged::key)
        .containsExactlyInAnyOrder(D, module("m"), module("n"));
    assertThat(device.identity("m").enabled()).isTrue();

    device.connect("m");
    assertThat(device.memory().head("m").connection()).isNull();
    device.enable(null);
    device.connect("m");
    assertThat(device.memory().head("m").connection()).isNotNull();
  }

  @Test
  @DisplayName("AUTH-11: disabling a module ends its own connection and no other")
  void disablingAModule() {
    device.create("m");
    device.create("n");
    device.connect(null);
    device.connect("m");
    device.connect("n");
    device.disable("m");
    assertThat(device.memory().head("m").connection()).isNull();
    assertThat(device.memory().head("n").connection()).isNotNull();
    assertThat(device.memory().head(null).connection()).isNotNull();
  }

  @Test
  @DisplayName("Twins of modules are written and told of as those of devices")
  void twins() {
    device.create("m");
    ConnectionId connection = device.subscribed("m");
    device.subscribed(null);

    DeviceDecision written = device.patch("m", "{\"a\":1}", "{\"b\":2}");
    DeviceDecision reported = device.report("m", connection, "{\"c\":3}");

    assertThat(effects(written, Effect.DesiredChanged.class))
        .singleElement()
        .returns(module("m"), Effect.DesiredChanged::key)
        .returns(connection, Effect.DesiredChanged::connection);
    assertThat(reported.rows())
        .containsExactly(new RowChange.PutDevice(module("m"), null, null, device.reported("m")));
    assertThat(device.service(null)).isEqualTo(ServiceTwin.initial());
    assertThat(device.reported(null)).isEqualTo(Section.initial());
  }

  @Test
  @DisplayName("The log's rules 2: a tick of the device ends what is due of its modules")
  void ticks() {
    device.create("m");
    device.create("n");
    long expires = device.logTime() + 1_000;
    ConnectionId due = device.connect("m", false, expires);
    ConnectionId later = device.connect("n", false, expires + 1_000);
    assertThat(device.memory().head(null).due()).isEqualTo(expires);

    device.pass(1_000);
    DeviceDecision decision = device.send(new Command.Tick());

    assertThat(effects(decision, Effect.CloseConnection.class))
        .containsExactly(
            new Effect.CloseConnection(OneDevice.EDGE, module("m"), due, HubError.UNAUTHORIZED));
    assertThat(device.memory().head("m").connection()).isNull();
    assertThat(device.memory().head("n").connection().id()).isEqualTo(later);
    assertThat(device.memory().head(null).due()).isEqualTo(expires + 1_000);
  }
}
