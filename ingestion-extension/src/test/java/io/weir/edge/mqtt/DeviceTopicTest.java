package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeviceTopicTest {

  @Property
  @Label("MQTT-16: arbitrary topics are the device's own only behind its own prefix")
  void anyTopic(@ForAll String id, @ForAll String text) {
    DeviceTopic topic = DeviceTopic.of(id, text);
    assertThat(topic instanceof DeviceTopic.Telemetry)
        .isEqualTo(
            text.equals("devices/" + id + "/messages/events")
                || text.startsWith("devices/" + id + "/messages/events/"));
    assertThat(DeviceTopic.of(id, "devices/" + id + "/messages/events/" + text))
        .isInstanceOf(DeviceTopic.Telemetry.class);
    assertThat(DeviceTopic.of(id, "$iothub/" + text)).isNotInstanceOf(DeviceTopic.Telemetry.class);
  }

  @Test
  void mqtt10WithAndWithoutSlashesBeforeAndAfterTheBag() {
    for (String tail : List.of("", "/")) {
      assertThat(DeviceTopic.of("d", "devices/d/messages/events" + tail))
          .isEqualTo(new DeviceTopic.Telemetry(TopicBag.EMPTY));
      assertThat(DeviceTopic.of("d", "devices/d/messages/events/a=b" + tail))
          .isEqualTo(new DeviceTopic.Telemetry(new TopicBag(Map.of("a", "b"))));
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
      assertThat(DeviceTopic.of("d", topic)).isEqualTo(new DeviceTopic.Foreign());
    }
    assertThat(DeviceTopic.of("dev 1%20ü", "devices/dev 1%20ü/messages/events/"))
        .isInstanceOf(DeviceTopic.Telemetry.class);
  }

  @Test
  void mqtt34RequestIdsStayAsTheyCame() {
    assertThat(DeviceTopic.of("d", "$iothub/twin/GET/?$rid=a%20b"))
        .isEqualTo(new DeviceTopic.TwinRequest("a%20b"));
    assertThat(DeviceTopic.of("d", "$iothub/twin/PATCH/properties/reported/?$version=3&$rid=7"))
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
}
