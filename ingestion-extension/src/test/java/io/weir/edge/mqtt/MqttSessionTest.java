package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MqttSessionTest {

  private final MqttSession session = new MqttSession("token", "d", false, null);

  @Test
  @DisplayName("MQTT-35: so many requests of one connection are unanswered at a time")
  void requests() {
    for (int i = 0; i < MqttTwins.MAX_UNANSWERED; i++) {
      assertThat(session.beginTwinRequest(0)).isTrue();
    }
    assertThat(session.beginTwinRequest(0)).isFalse();
    session.endTwinRequest(0);
    assertThat(session.beginTwinRequest(0)).isTrue();
  }

  @Test
  @DisplayName("MQTT-35: ... and so many bytes: a patch waits as a tree of many times its text")
  void bytes() {
    int patch = MqttTwins.MAX_UNANSWERED_BYTES / 2;
    assertThat(session.beginTwinRequest(patch)).isTrue();
    assertThat(session.beginTwinRequest(patch)).isTrue();
    assertThat(session.beginTwinRequest(1)).isFalse();
    session.endTwinRequest(patch);
    assertThat(session.beginTwinRequest(patch)).isTrue();
    assertThat(session.beginTwinRequest(0)).isTrue();
  }
}
