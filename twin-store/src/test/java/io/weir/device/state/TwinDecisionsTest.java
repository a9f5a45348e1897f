package io.weir.device.state;

import static io.weir.device.state.OneDevice.answer;
import static io.weir.device.state.OneDevice.effects;
import static io.weir.device.state.OneDevice.events;
import static io.weir.device.state.OneDevice.refusal;
import static io.weir.device.state.OneDevice.twin;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.command.ImportMode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwinDecisionsTest {

  private final OneDevice device = new OneDevice();

  @Test
  @DisplayName("TWIN-02: a new twin is empty, of version 2, and its sections are of version 1")
  void newTwins() {
    device.create(null);

    assertThat(device.service(null)).isEqualTo(ServiceTwin.initial());
    assertThat(device.service(null).version()).isEqualTo(2);
    assertThat(device.service(null).etag()).isEqualTo("AAAAAAAAAAE=");
    assertThat(device.service(null).desired().version()).isEqualTo(1);
    assertThat(device.reported(null)).isEqualTo(Section.initial());
  }

  @Test
  @DisplayName("TWIN-02, TWIN-04: a patch merges, and makes the next version, etag and $version")
  void patches() {
    device.create(null);
    device.patch(null, "{\"hall\":1,\"gone\":true}", "{\"a\":{\"b\":1.10,\"c\":2}}");

    DeviceDecision decision =
        device.patch(null, "{\"gone\":null}", "{\"a\":{\"c\":null,\"d\":\"x\"}}");

    ServiceTwin after = device.service(null);
    assertThat(device.tags()).isEqualTo("{\"hall\":1}");
    assertThat(device.desired()).isEqualTo("{\"a\":{\"b\":1.10,\"d\":\"x\"}}");
    assertThat(after.version()).isEqualTo(4);
    assertThat(after.etag()).isEqualTo("AAAAAAAAAAM=");
    assertThat(after.desired().version()).isEqualTo(3);
    assertThat(decision.rows())
        .containsExactly(new RowChange.PutDevice(OneDevice.D, null, after, null));
    assertThat(answer(decision)).isEqualTo(new Answer.TwinAnswer(device.identity(null), after));
  }

  @Test
  @DisplayName("TWIN-04: tags alone make a version of the twin, and none of desired properties")
  void tagsAlone() {
    device.create(null);
    device.patch(null, "{\"a\":1}", null);
    assertThat(device.service(null).version()).isEqualTo(3);
    assertThat(device.service(null).desired()).isEqualTo(Section.initial());
  }

  @Test
  @DisplayName("TWIN-05: a replacement leaves alone what it does not name")
  void replacements() {
    device.create(null);
    device.patch(null, "{\"a\":1}", "{\"x\":1,\"y\":2}");

    DeviceDecision decision = device.send(twin(null, "{\"z\":3,\"n\":null}", true, null));

    assertThat(device.tags()).isEqualTo("{\"a\":1}");
    assertThat(device.desired()).isEqualTo("{\"z\":3}");
    assertThat(OneDevice.eventTypes(decision)).containsExactly(DeviceEventType.TWIN_REPLACED);
  }

  @Test
  @DisplayName("TWIN-06: a section that is set to null is empty, whatever the etag")
  void nullEmpties() {
    device.create(null);
    device.patch(null, "{\"a\":1}", "{\"x\":1}");

    device.send(twin("null", "null", false, "*"));

    assertThat(device.tags()).isEqualTo("{}");
    assertThat(device.desired()).isEqualTo("{}");
    assertThat(device.service(null).desired().version()).isEqualTo(3);
  }

  @Test
  @DisplayName("TWIN-11: another etag is PreconditionFailed and changes nothing, * always wins")
  void etags() {
    device.create(null);
    String first = device.service(null).etag();
    device.send(twin("{\"a\":1}", null, false, first));
    ServiceTwin before = device.service(null);

    DeviceDecision refused = device.send(twin("{\"a\":2}", null, false, first));

    assertThat(refusal(refused)).isEqualTo(HubError.PRECONDITION_FAILED);
    assertThat(refused.rows()).isEmpty();
    assertThat(refused.changes()).isEmpty();
    assertThat(device.service(null)).isEqualTo(before);
    assertThat(refusal(device.send(twin("{\"a\":3}", null, false, "*")))).isNull();
    assertThat(refusal(device.send(twin("{\"a\":4}", null, false, null)))).isNull();
  }

  @Property(tries = 200)
  @Label("TWIN-11: of writers that saw the same etag exactly one wins")
  void oneWriterWins(@ForAll @Size(min = 2, max = 8) List<@IntRange(max = 2) Integer> writers) {
    OneDevice raced = new OneDevice();
    raced.create(null);
    ConnectionId connection = raced.connect(null);
    String etag = raced.service(null).etag();
    int won = 0;
    for (int writer : writers) {
      // reported properties have no part in the etag (TWIN-04)
      raced.report(null, connection, "{\"n\":" + writer + "}");
      Command command =
          switch (writer) {
            case 0 -> twin("{\"w\":1}", null, false, etag);
            case 1 -> twin(null, "{\"w\":1}", true, etag);
            default ->
                new Command.ImportIdentity(
                    ImportMode.UPDATE_TWIN_IF_MATCH_ETAG,
                    null,
                    null,
                    etag,
                    TwinJson.parse("{\"w\":1}"),
                    null,
                    TwinLimits.CURRENT);
          };
      HubError refusal = refusal(raced.send(command));
      won += refusal == null ? 1 : 0;
      assertThat(refusal).isIn(null, HubError.PRECONDITION_FAILED);
    }
    assertThat(won).isEqualTo(1);
    assertThat(raced.service(null).version()).isEqualTo(3);
  }

  @Test
  @DisplayName("TWIN-07: a write that would make a section too large is refused whole")
  void tooLarge() {
    device.create(null);
    TwinLimits limits = new TwinLimits(10, 10, 10, 10, true);
    DeviceDecision exact =
        device.send(
            new Command.UpdateTwin(
                TwinJson.parse("{\"ab\":1}"), TwinJson.parse("{\"ab\":1}"), false, null, limits));
    assertThat(refusal(exact)).isNull();
    ServiceTwin before = device.service(null);

    DeviceDecision refused =
        device.send(
            new Command.UpdateTwin(
                TwinJson.parse("{\"ab\":2}"), TwinJson.parse("{\"c\":\"\"}"), false, null, limits));

    assertThat(refusal(refused)).isEqualTo(HubError.ARGUMENT_INVALID);
    assertThat(((Answer.Refused) answer(refused)).message())
        .isEqualTo("properties.desired: size 11 (expected: at most 10)");
    assertThat(refused.rows()).isEmpty();
    assertThat(refused.changes()).isEmpty();
    assertThat(device.service(null)).isEqualTo(before);
  }

  @Test
  @DisplayName("REST-52: whose twin is not there has none to write")
  void missing() {
    assertThat(refusal(device.patch(null, "{}", null))).isEqualTo(HubError.DEVICE_NOT_FOUND);
    assertThat(refusal(device.patch("m", "{}", null))).isEqualTo(HubError.DEVICE_NOT_FOUND);
    device.create(null);
    assertThat(refusal(device.patch("m", "{}", null))).isEqualTo(HubError.MODULE_NOT_FOUND);
    assertThat(refusal(device.report("m", new ConnectionId("node", 1), "{}")))
        .isEqualTo(HubError.MODULE_NOT_FOUND);
  }

  @Test
  @DisplayName("A write of nothing changes nothing, and shows the twin")
  void nothing() {
    device.create(null);
    DeviceDecision decision = device.send(twin(null, null, true, null));
    assertThat(decision.rows()).isEmpty();
    assertThat(answer(decision))
        .isEqualTo(new Answer.TwinAnswer(device.identity(null), ServiceTwin.initial()));
  }

  @Test
  @DisplayName("MQTT-36: a patch is told with its nulls, a replacement whole, both with $version")
  void pushes() {
    device.create(null);
    device.subscribed(null);
    DeviceDecision patched = device.patch(null, null, "{\"a\":{\"b\":1.10},\"before\":null}");
    assertThat(pushes(patched))
        .containsExactly("1 2 {\"a\":{\"b\":1.10},\"before\":null,\"$version\":2}");

    DeviceDecision replaced = device.send(twin(null, "{\"c\":null,\"d\":2}", true, null));
    assertThat(pushes(replaced)).containsExactly("1 3 {\"d\":2,\"$version\":3}");

    DeviceDecision emptied = device.patch(null, null, "null");
    assertThat(pushes(emptied)).containsExactly("1 4 {\"$version\":4}");
    assertThat(pushes(device.patch(null, "{\"t\":1}", null))).isEmpty();
  }

  /** {@code CONNECTION VERSION JSON} of each. */
  private static List<String> pushes(DeviceDecision decision) {
    return effects(decision, Effect.DesiredChanged.class).stream()
        .map(
            push ->
                push.connection().counter()
                    + " "
                    + push.version()
                    + " "
                    + TwinJson.text(push.properties()))
        .toList();
  }

  @Test
  @DisplayName("MQTT-37: who is not there, or has not subscribed, is told nothing, then or later")
  void noPushes() {
    device.create(null);
    assertThat(told(device.patch(null, null, "{\"a\":1}"))).isZero();
    ConnectionId connection = device.connect(null);
    assertThat(told(device.patch(null, null, "{\"a\":2}"))).isZero();
    DeviceDecision subscribed =
        device.send(new Command.Subscribe(connection, Set.of(Subscription.DESIRED_PROPERTIES)));
    assertThat(told(subscribed)).isZero();
    assertThat(told(device.patch(null, null, "{\"a\":3}"))).isEqualTo(1);
    device.send(new Command.Unsubscribe(connection, Set.of(Subscription.DESIRED_PROPERTIES)));
    assertThat(told(device.patch(null, null, "{\"a\":4}"))).isZero();
  }

  private static int told(DeviceDecision decision) {
    return effects(decision, Effect.DesiredChanged.class).size();
  }

  @Test
  @DisplayName("MQTT-33, TWIN-04: a report makes the next $version, and no etag")
  void reports() {
    device.create(null);
    ConnectionId connection = device.connect(null);
    String etag = device.service(null).etag();

    DeviceDecision decision = device.report(null, connection, "{\"t\":20.50,\"n\":null}");

    assertThat(answer(decision)).isEqualTo(new Answer.ReportedAnswer(2));
    assertThat(TwinJson.text(device.reported(null).values())).isEqualTo("{\"t\":20.50}");
    assertThat(decision.rows())
        .containsExactly(new RowChange.PutDevice(OneDevice.D, null, null, device.reported(null)));
    assertThat(device.service(null).etag()).isEqualTo(etag);
  }

  @Test
  @DisplayName("MQTT-33: a report for another $version is refused, and so is one from a loser")
  void refusedReports() {
    device.create(null);
    ConnectionId loser = device.connect(null);
    ConnectionId holder = device.connect(null);
    assertThat(refusal(device.report(null, loser, "{}"))).isEqualTo(HubError.CONNECTION_CLOSED);

    DeviceDecision other =
        device.send(
            new Command.UpdateReported(holder, TwinJson.parse("{}"), 2L, TwinLimits.CURRENT));
    assertThat(refusal(other)).isEqualTo(HubError.PRECONDITION_FAILED);
    DeviceDecision same =
        device.send(
            new Command.UpdateReported(holder, TwinJson.parse("{}"), 1L, TwinLimits.CURRENT));
    assertThat(answer(same)).isEqualTo(new Answer.ReportedAnswer(2));
  }

  @Test
  @DisplayName("TWIN-09: a report that is too large is 400, and nothing of it is applied")
  void reportsThatAreTooLarge() {
    device.create(null);
    ConnectionId connection = device.connect(null);
    DeviceDecision decision =
        device.send(
            new Command.UpdateReported(
                connection,
                TwinJson.parse("{\"a\":1,\"b\":2}"),
                null,
                new TwinLimits(10, 10, 10, 10, true)));
    assertThat(refusal(decision)).isEqualTo(HubError.ARGUMENT_INVALID);
    assertThat(decision.rows()).isEmpty();
    assertThat(device.reported(null)).isEqualTo(Section.initial());
  }

  @Test
  @DisplayName("ROUTE-14: a twin change event shows what the patch touched, with its metadata")
  void updateEvents() {
    device.create(null);
    device.patch(null, null, "{\"other\":1}");
    DeviceDecision decision = device.patch(null, "{\"hall\":null}", "{\"a\":{\"b\":1}}");
    String stamp = "\"$lastUpdated\":\"" + time() + "\",\"$lastUpdatedVersion\":3";
    assertThat(events(decision))
        .containsExactly(
            "TWIN_UPDATED d {\"version\":4,\"tags\":{\"hall\":null},"
                + "\"properties\":{\"desired\":{\"a\":{\"b\":1},\"$metadata\":{"
                + stamp
                + ",\"a\":{"
                + stamp
                + ",\"b\":{"
                + stamp
                + "}}},\"$version\":3}}}");

    ConnectionId connection = device.connect(null);
    assertThat(events(device.report(null, connection, "{\"t\":1}")))
        .containsExactly(
            "TWIN_UPDATED d {\"properties\":{\"reported\":{\"t\":1,\"$metadata\":{"
                + "\"$lastUpdated\":\""
                + time()
                + "\",\"t\":{\"$lastUpdated\":\""
                + time()
                + "\"}},\"$version\":2}}}");
  }

  /** Of the last command. */
  private String time() {
    return String.format(
        Locale.ROOT, "2026-09-21T14:13:20.%03dZ", device.logTime() - OneDevice.START);
  }

  @Test
  @DisplayName("ROUTE-14: a replacement's event shows the whole twin")
  void replaceEvents() {
    device.create(null);
    DeviceDecision decision = device.send(twin("{\"a\":1}", null, true, null));
    assertThat(events(decision))
        .containsExactly(
            "TWIN_REPLACED d {\"deviceId\":\"d\",\"etag\":\"AAAAAAAAAAI=\",\"version\":3,"
                + "\"tags\":{\"a\":1},\"properties\":{\"desired\":{\"$metadata\":"
                + "{\"$lastUpdated\":\"0001-01-01T00:00:00Z\"},\"$version\":1},\"reported\":"
                + "{\"$metadata\":{\"$lastUpdated\":\"0001-01-01T00:00:00Z\"},\"$version\":1}}}");
  }
}
