package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeviceTopicTest {

  @Property
  @Label("MQTT-16: arbitrary topics are the device's own only behind its own prefix")
  void anyTopic(@ForAll String id, @ForAll String text) {
    DeviceTopic parsed = topic(id, text);
    assertThat(parsed instanceof DeviceTopic.Telemetry)
        .isEqualTo(
            text.equals("devices/" + id + "/messages/events")
                || text.startsWith("devices/" + id + "/messages/events/"));
    assertThat(topic(id, "devices/" + id + "/messages/events/" + text))
        .isInstanceOf(DeviceTopic.Telemetry.class);
    assertThat(topic(id, "$iothub/" + text)).isNotInstanceOf(DeviceTopic.Telemetry.class);
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
        .isEqualTo(new DeviceTopic.TwinRequest("a%20b"));
    assertThat(topic("d", "$iothub/twin/PATCH/properties/reported/?$version=3&$rid=7"))
        .isEqualTo(new DeviceTopic.TwinRequest("7"));
  }

  @Test
  void mqtt42OnlyTheStandardFiltersAreAllowed() {
    assertThat(MqttSubscriptions.allows("d", "devices/d/messages/devicebound/#")).isTrue();
    assertThat(MqttSubscriptions.allows("d", "$iothub/methods/POST/#")).isTrue();
    assertThat(MqttSubscriptions.allows("+", "devices/d/messages/devicebound/#")).isFalse();
    assertThat(MqttSubscriptions.allows("d", "devices/+/messages/devicebound/#")).isFalse();
    assertThat(MqttSubscriptions.allows("d", "#")).isFalse();
  }

  private static DeviceTopic topic(String deviceId, String topic) {
    return DeviceTopic.of(DeviceTopic.events(deviceId), topic);
  }
}
