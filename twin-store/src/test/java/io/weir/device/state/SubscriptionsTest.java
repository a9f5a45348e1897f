package io.weir.device.state;

import static io.weir.device.state.OneDevice.D;
import static io.weir.device.state.OneDevice.answer;
import static io.weir.device.state.OneDevice.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.Presence;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

  private static final Set<Subscription> TWIN =
      Set.of(Subscription.TWIN_RESPONSES, Subscription.DESIRED_PROPERTIES);

  private final OneDevice device = new OneDevice();

  @BeforeEach
  void create() {
    device.create(null);
  }

  @Test
  @DisplayName("MQTT-30, MQTT-43: subscriptions are added and taken away; the answer has all")
  void subscribe() {
    ConnectionId connection = device.connect(null);
    device.send(new Command.Subscribe(connection, TWIN));

    DeviceDecision more =
        device.send(new Command.Subscribe(connection, Set.of(Subscription.METHODS)));
    assertThat(answer(more))
        .isEqualTo(
            new Answer.Subscribed(
                Set.of(
                    Subscription.TWIN_RESPONSES,
                    Subscription.DESIRED_PROPERTIES,
                    Subscription.METHODS)));
    assertThat(more.rows()).containsExactly(new RowChange.PutPresence(D, presence()));

    DeviceDecision fewer = device.send(new Command.Unsubscribe(connection, TWIN));
    assertThat(answer(fewer)).isEqualTo(new Answer.Subscribed(Set.of(Subscription.METHODS)));
  }

  @Test
  @DisplayName("A subscription that is there already writes nothing, and is answered")
  void again() {
    ConnectionId connection = device.connect(null);
    device.send(new Command.Subscribe(connection, TWIN));
    DeviceDecision again = device.send(new Command.Subscribe(connection, TWIN));
    assertThat(again.rows()).isEmpty();
    assertThat(again.changes()).isEmpty();
    assertThat(answer(again)).isEqualTo(new Answer.Subscribed(TWIN));
  }

  @Test
  @DisplayName("The log's rules 6: who does not hold the device any more has nothing to say")
  void losers() {
    ConnectionId loser = device.connect(null);
    device.connect(null);
    for (Command command :
        new Command[] {
          new Command.Subscribe(loser, TWIN),
          new Command.Unsubscribe(loser, TWIN),
          new Command.ReportActivity(loser)
        }) {
      DeviceDecision decision = device.send(command);
      assertThat(refusal(decision)).isEqualTo(HubError.CONNECTION_CLOSED);
      assertThat(decision.rows()).isEmpty();
    }
  }

  @Test
  @DisplayName("MQTT-25: a kept session has its subscriptions at once, a new one has none")
  void sessions() {
    ConnectionId first = device.connect(null);
    device.send(new Command.Subscribe(first, TWIN));
    device.send(new Command.Disconnect(first));
    assertThat(presence().subscriptions()).isEqualTo(TWIN);

    device.connect(null, true, null);
    assertThat(presence().subscriptions()).isEqualTo(TWIN);
    assertThat(OneDevice.effects(device.patch(null, null, "{}"), Effect.DesiredChanged.class))
        .hasSize(1);

    device.connect(null, false, null);
    assertThat(presence().subscriptions()).isEmpty();
    assertThat(OneDevice.effects(device.patch(null, null, "{}"), Effect.DesiredChanged.class))
        .isEmpty();
  }

  @Test
  @DisplayName("TWIN-01: activity is kept by the minute")
  void activity() {
    ConnectionId connection = device.connect(null);
    long connected = device.logTime();

    device.pass(59_980);
    assertThat(device.send(new Command.ReportActivity(connection)).rows()).isEmpty();
    assertThat(presence().lastActivityTime()).isEqualTo(connected);

    DeviceDecision told = device.send(new Command.ReportActivity(connection));
    assertThat(device.logTime()).isEqualTo(connected + 60_000);
    assertThat(told.rows()).containsExactly(new RowChange.PutPresence(D, presence()));
    assertThat(presence().lastActivityTime()).isEqualTo(connected + 60_000);
    assertThat(presence().stateUpdatedTime()).isEqualTo(connected);
  }

  @Test
  @DisplayName("PNP-01: the model that a device names is its identity's, under the same etag")
  void models() {
    String etag = device.identity(null).etag();
    Command.Connect connect =
        new Command.Connect(
            new ConnectionId("node", 9),
            OneDevice.EDGE,
            "mqtt",
            device.identity(null).authenticatedSince(),
            null,
            false,
            "dtmi:example:Thermostat;1");
    DeviceDecision named = device.send(connect);
    assertThat(device.identity(null).modelId()).isEqualTo("dtmi:example:Thermostat;1");
    assertThat(device.identity(null).etag()).isEqualTo(etag);
    assertThat(named.rows())
        .contains(new RowChange.PutDevice(D, device.identity(null), null, null));
    // who names none keeps it, who names the same writes nothing of it
    assertThat(device.send(connect).rows()).noneMatch(RowChange.PutDevice.class::isInstance);
    device.connect(null);
    assertThat(device.identity(null).modelId()).isEqualTo("dtmi:example:Thermostat;1");
  }

  private Presence presence() {
    return device.memory().head(null).presence();
  }
}
