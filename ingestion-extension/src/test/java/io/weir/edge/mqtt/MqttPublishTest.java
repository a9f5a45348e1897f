package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.weir.device.error.HubError;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.edge.telemetry.DeviceMessage;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker is told to do with a PUBLISH; it goes on with none of them by itself. */
class MqttPublishTest {
  private static final byte[] BODY = {1, 2, 3};

  private final HeadFixture head = new HeadFixture();

  @AfterEach
  void close() {
    head.close();
  }

  @Test
  @DisplayName("MQTT-14: the broker goes on at once, and Kafka is asked already")
  void startsTheSend() {
    assertThat(head.publish(HeadFixture.EVENTS, Qos.AT_LEAST_ONCE, 1, BODY))
        .isEqualTo(AckReasonCode.SUCCESS);
    assertThat(head.kafka.history()).hasSize(1);
    assertThat(head.kafka.history().get(0).value()).isEqualTo(BODY);
    assertThat(head.connection.isOpen()).isTrue();
  }

  @ParameterizedTest(name = "MQTT-16: the broker checks no permission, so {0} is refused here")
  @ValueSource(
      strings = {
        "devices/other/messages/events/",
        "devices/d/messages/devicebound/",
        "$SYS/broker",
        "$iothub/other/",
        "anything"
      })
  void refusesForeignTopics(String topic) {
    assertThat(head.publish(topic, Qos.AT_LEAST_ONCE, 1, BODY))
        .isEqualTo(AckReasonCode.UNSPECIFIED_ERROR);
    assertRefused(HubError.INVALID_OPERATION);
  }

  @Test
  @DisplayName("MQTT-15: a retained message is marked; the broker gets nothing to retain")
  void marksRetained() {
    assertThat(
            head.publish(
                HeadFixture.EVENTS + "mqtt-retain=false", Qos.AT_LEAST_ONCE, 1, BODY, true))
        .isEqualTo(AckReasonCode.SUCCESS);
    assertThat(TelemetryHeaders.properties(head.kafka.history().get(0).headers()))
        .containsOnly(entry("mqtt-retain", "true"));
  }

  @Test
  @DisplayName("MQTT-14: QoS 2 is refused")
  void refusesQos2() {
    assertThat(head.publish(HeadFixture.EVENTS, Qos.EXACTLY_ONCE, 1, BODY))
        .isEqualTo(AckReasonCode.UNSPECIFIED_ERROR);
    assertRefused(HubError.INVALID_OPERATION);
  }

  @Test
  @DisplayName("MQTT-16 LIM-01: an oversized message is refused")
  void refusesOversized() {
    byte[] body = new byte[DeviceMessage.MAX_SIZE + 1];
    assertThat(head.publish(HeadFixture.EVENTS, Qos.AT_LEAST_ONCE, 1, body))
        .isEqualTo(AckReasonCode.UNSPECIFIED_ERROR);
    assertRefused(HubError.MESSAGE_TOO_LARGE);
  }

  @ParameterizedTest(name = "LIM-11: a flood of {0} that Kafka does not take ends its connection")
  @ValueSource(strings = {"AT_MOST_ONCE", "AT_LEAST_ONCE"})
  void refusesAFlood(Qos qos) {
    byte[] body = new byte[DeviceMessage.MAX_SIZE];
    int accepted = 0;
    while (accepted < 1_000
        && head.publish(HeadFixture.EVENTS, qos, accepted + 1, body) == AckReasonCode.SUCCESS) {
      accepted++;
    }
    assertThat(accepted).isBetween(4, 64);
    assertThat(head.kafka.history()).hasSize(accepted);
    assertThat(head.connection.closedFor()).isEqualTo(HubError.THROTTLED);
    assertThat(head.refusals()).containsExactly(HubError.THROTTLED);
    assertThat(head.publish(HeadFixture.EVENTS, qos, 1_001, BODY))
        .isEqualTo(AckReasonCode.UNSPECIFIED_ERROR);
  }

  @Test
  @DisplayName("MQTT-14: an exception does not reach the broker, which would acknowledge")
  void failsWithoutAcknowledging() {
    assertThat(head.publish(null, Qos.AT_LEAST_ONCE, 1, BODY))
        .isEqualTo(AckReasonCode.UNSPECIFIED_ERROR);
    assertThat(head.connection.closedFor()).isEqualTo(HubError.SERVER_ERROR);
  }

  @Test
  @DisplayName("MQTT-14: a message that Kafka refuses ends the connection")
  void closesWhenKafkaFails() {
    head.publish(HeadFixture.EVENTS, Qos.AT_MOST_ONCE, 0, BODY);
    head.kafka.errorNext(new TimeoutException("away"));
    assertThat(head.connection.closedFor()).isEqualTo(HubError.SERVICE_UNAVAILABLE);
    assertThat(head.refusals()).containsExactly(HubError.SERVICE_UNAVAILABLE);
  }

  private void assertRefused(HubError error) {
    assertThat(head.connection.closedFor()).isEqualTo(error);
    assertThat(head.refusals()).containsExactly(error);
    assertThat(head.kafka.history()).isEmpty();
  }
}
