package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MqttUserNameTest {

  @Property
  @Label("MQTT-02: arbitrary text is read or refused")
  void anyText(@ForAll String text) {
    readOrRefused(text);
    readOrRefused("h/" + text);
    readOrRefused("h/d/?" + text);
    readOrRefused("h/d/api-version=" + text);
  }

  @Property
  @Label("MQTT-02, MQTT-03: both forms, device ids raw")
  void bothForms(
      @ForAll
          @StringLength(min = 1, max = 40)
          @CharRange(from = 'a', to = 'z')
          @Chars({'-', '.', '%', '_', '#', '*', '?', '!', '(', ')', ',', ':', '=', '@', '$', ';'})
          String id) {
    assertThat(MqttUserName.parse("h.x/" + id + "/?api-version=2021-04-12&model-id=dtmi%3Aa%3B1"))
        .isEqualTo(new MqttUserName("h.x", id, "2021-04-12", "dtmi:a;1"));
    assertThat(MqttUserName.parse("h.x/" + id + "/api-version=2016-11-14/DeviceClientType=c"))
        .isEqualTo(new MqttUserName("h.x", id, "2016-11-14", null));
  }

  @Test
  void mqtt02TheFirstOfDuplicateKeysCounts() {
    assertThat(
            MqttUserName.parse("h/d/?api-version=2021-04-12&api-version=2020-09-30").apiVersion())
        .isEqualTo("2021-04-12");
  }

  @Test
  void mqtt01TheClientIdOfAModuleKeepsItsSlash() {
    assertThat(MqttUserName.parse("h/d/m/?api-version=2021-04-12").clientId()).isEqualTo("d/m");
    assertThat(MqttUserName.parse("h/d/m/api-version=2016-11-14").clientId()).isEqualTo("d/m");
  }

  @Test
  void mqtt04WithoutAWellFormedApiVersionItIsRefused() {
    assertThatThrownBy(() -> MqttUserName.parse("h/d/?DeviceClientType=x"))
        .isInstanceOf(MalformedUserNameException.class)
        .hasMessageContaining("api-version");
    assertThatThrownBy(() -> MqttUserName.parse("h/d/?api-version=latest"))
        .isInstanceOf(MalformedUserNameException.class);
    assertThat(MqttUserName.parse("h/d/?api-version=2031-12-31-preview").apiVersion())
        .isEqualTo("2031-12-31-preview");
  }

  private static void readOrRefused(String text) {
    try {
      assertThat(MqttUserName.parse(text).clientId()).isNotEmpty();
    } catch (MalformedUserNameException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
