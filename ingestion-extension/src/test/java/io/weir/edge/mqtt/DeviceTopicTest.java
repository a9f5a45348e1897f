package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.connection.Subscription;
import io.weir.device.identity.TwinKey;
import io.weir.edge.mqtt.DeviceTopic.TwinRequest.Kind;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeviceTopicTest {

  @Property
  @Label("MQTT-16: arbitrary topics are the device's own only behind its own prefix")
  void anyTopic(@ForAll String id, @ForAll String text) {
    DeviceTopic parsed = ofDevice(id, text);
    assertThat(parsed instanceof DeviceTopic.Telemetry)
        .isEqualTo(
            text.equals("devices/" + id + "/messages/events")
                || text.startsWith("devices/" + id + "/messages/events/"));
    assertThat(ofDevice(id, "devices/" + id + "/messages/events/" + text))
        .isInstanceOf(DeviceTopic.Telemetry.class);
    assertThat(ofDevice(id, "$iothub/" + text)).isNotInstanceOf(DeviceTopic.Telemetry.class);
  }

  /** Ids of devices have no slash, but what is one is not this method's business. */
  private static DeviceTopic ofDevice(String id, String topic) {
    return DeviceTopic.of(DeviceTopic.events(TwinKey.device(id)), topic);
  }

  @Test
  void mqtt10WithAndWithoutSlashesBeforeAndAfterTheBag() {
    for (String tail : List.of("", "/")) {
      assertThat(topic("d", "devices/d/messages/events" + tail))
          .isEqualTo(new DeviceTopic.Telemetry(""));
      assertThat(topic("d", "devices/d/messages/events/a=b" + tail))
          .isEqualTo(new DeviceTopic.Telemetry("a=b"));
    }
  }

  @Test
  void mqtt03And16DeviceIdsCompareRawAndWhole() {
    for (String topic :
        List.of(
            "devices/D/messages/events/",
            "devices/d2/messages/events/",
            "devices/d/messages/eventsx",
            "devices/d/messages/devicebound/",
            "devices/d/modules/m/messages/events/",
            "devices/%64/messages/events/",
            "anything",
            "")) {
      assertThat(topic("d", topic)).isEqualTo(new DeviceTopic.Foreign());
    }
    assertThat(topic("dev 1%20ü", "devices/dev 1%20ü/messages/events/"))
        .isInstanceOf(DeviceTopic.Telemetry.class);
  }

  @Test
  void mqtt34RequestIdsStayAsTheyCame() {
    assertThat(topic("d", "$iothub/twin/GET/?$rid=a%20b"))
        .isEqualTo(new DeviceTopic.TwinRequest(Kind.GET, "a%20b", null));
    assertThat(topic("d", "$iothub/twin/PATCH/properties/reported/?$version=3&$rid=7"))
        .isEqualTo(new DeviceTopic.TwinRequest(Kind.PATCH_REPORTED, "7", "3"));
  }

  @Test
  void mqtt42OnlyTheStandardFiltersAreAllowed() {
    assertThat(meaning("d", "devices/d/messages/devicebound/#")).contains(Subscription.COMMANDS);
    assertThat(meaning("d", "$iothub/methods/POST/#")).contains(Subscription.METHODS);
    assertThat(meaning("d", "$iothub/twin/res/#")).contains(Subscription.TWIN_RESPONSES);
    assertThat(meaning("d", "$iothub/twin/PATCH/properties/desired/#"))
        .contains(Subscription.DESIRED_PROPERTIES);
    assertThat(meaning("+", "devices/d/messages/devicebound/#")).isEmpty();
    assertThat(meaning("d", "devices/+/messages/devicebound/#")).isEmpty();
    assertThat(meaning("d", "#")).isEmpty();
    assertThat(meaning("d", "devices/d/modules/m/inputs/#")).isEmpty();
  }

  @Test
  void mqtt50ModulesHaveTopicsOfTheirOwn() {
    assertThat(topic("d/m", "devices/d/modules/m/messages/events/a=b"))
        .isEqualTo(new DeviceTopic.Telemetry("a=b"));
    assertThat(topic("d/m", "devices/d/messages/events/")).isEqualTo(new DeviceTopic.Foreign());
    assertThat(topic("d/m", "devices/d/modules/n/messages/events/"))
        .isEqualTo(new DeviceTopic.Foreign());
    assertThat(meaning("d/m", "devices/d/modules/m/inputs/#")).contains(Subscription.INPUTS);
    assertThat(meaning("d/m", "devices/d/modules/m/#")).contains(Subscription.INPUTS);
    assertThat(meaning("d/m", "devices/d/modules/m/messages/devicebound/#"))
        .contains(Subscription.COMMANDS);
    assertThat(meaning("d/m", "devices/d/messages/devicebound/#")).isEmpty();
    assertThat(meaning("d/m", "devices/d/modules/n/messages/devicebound/#")).isEmpty();
    assertThat(meaning("d/m", "devices/d/modules/n/#")).isEmpty();
  }

  private static Optional<Subscription> meaning(String clientId, String filter) {
    return DeviceFilters.meaning(TwinKey.ofPath(clientId), filter);
  }

  private static DeviceTopic topic(String deviceId, String topic) {
    return DeviceTopic.of(DeviceTopic.events(TwinKey.ofPath(deviceId)), topic);
  }
}
