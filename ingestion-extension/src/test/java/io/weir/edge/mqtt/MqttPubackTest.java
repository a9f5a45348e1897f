package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundOutput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecOutboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import io.weir.device.error.HubError;
import io.weir.edge.node.LeaseState;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * When an acknowledgement leaves. The broker writes it as soon as the step goes on, whatever
 * happened; only a closed socket keeps it in.
 */
class MqttPubackTest {
  private final HeadFixture head = new HeadFixture();

  @AfterEach
  void close() {
    head.close();
  }

  @Test
  @DisplayName("MQTT-14: PUBACK leaves when Kafka has the message")
  void waitsForKafka() {
    publish(1);
    publish(2);
    Sdk.Held<PubackOutboundOutput> first = head.puback(1);
    assertThat(first.isHeld()).isTrue();
    head.kafka.completeNext();
    assertThat(first.isHeld()).isFalse();
    head.kafka.completeNext();
    assertThat(head.puback(2).isHeld()).isFalse();
    assertThat(head.connection.isOpen()).isTrue();
  }

  @Test
  @DisplayName("MQTT-14: when Kafka fails, the socket is closed before the broker goes on")
  void isWithheldWhenKafkaFails() {
    publish(1);
    Sdk.Held<PubackOutboundOutput> puback = head.puback(1);
    head.kafka.errorNext(new TimeoutException("away"));
    assertWithheld(puback, HubError.SERVICE_UNAVAILABLE);
  }

  @Test
  @DisplayName("MQTT-14: the same when Kafka had failed before the broker asked")
  void isWithheldWhenKafkaHasFailed() {
    publish(1);
    head.kafka.errorNext(new TimeoutException("away"));
    assertWithheld(head.puback(1), HubError.SERVICE_UNAVAILABLE);
  }

  @Test
  @DisplayName("log rule 7: PUBACK waits for a live lease")
  void waitsForTheLease() {
    publish(1);
    head.kafka.completeNext();
    head.lease.become(LeaseState.STALE);
    Sdk.Held<PubackOutboundOutput> puback = head.puback(1);
    assertThat(puback.isHeld()).isTrue();
    head.lease.become(LeaseState.LIVE);
    assertThat(puback.isHeld()).isFalse();
  }

  @Test
  @DisplayName("log rule 7: a lease that lapses meanwhile withholds the PUBACK")
  void isWithheldWhenTheLeaseLapses() {
    publish(1);
    head.lease.become(LeaseState.STALE);
    Sdk.Held<PubackOutboundOutput> puback = head.puback(1);
    head.kafka.completeNext();
    assertThat(puback.isHeld()).isTrue();
    head.lease.become(LeaseState.LAPSED);
    assertWithheld(puback, HubError.SERVICE_UNAVAILABLE);
  }

  @Test
  @DisplayName("AUTH-11: nothing is acknowledged to a connection that is closed")
  void isWithheldWhenClosed() {
    publish(1);
    Sdk.Held<PubackOutboundOutput> waiting = head.puback(1);
    head.connection.close(HubError.UNAUTHORIZED);
    head.kafka.completeNext();
    assertWithheld(waiting, HubError.UNAUTHORIZED);
    assertThat(head.puback(2).isHeld()).isFalse();
  }

  @Test
  @DisplayName("MQTT-14: a PUBACK for a message that the hub does not know of is withheld")
  void isWithheldWhenUnexpected() {
    publish(1);
    head.kafka.completeNext();
    assertWithheld(head.puback(7), HubError.SERVER_ERROR);
  }

  @Test
  @DisplayName("MQTT-14: no PUBREC ever leaves")
  void withholdsPubrec() {
    Sdk.Held<PubrecOutboundOutput> held = new Sdk.Held<>();
    new MqttPubrec(head.session)
        .onOutboundPubrec(
            Sdk.fake(PubrecOutboundInput.class, Map.of()),
            Sdk.fake(PubrecOutboundOutput.class, Map.of("async", arguments -> held)));
    assertThat(held.isHeld()).isTrue();
    assertThat(head.connection.closedFor()).isEqualTo(HubError.INVALID_OPERATION);
    head.session.socketClosed();
    assertThat(held.isHeld()).isFalse();
  }

  private void publish(int packetId) {
    head.publish(HeadFixture.EVENTS, Qos.AT_LEAST_ONCE, packetId, new byte[] {1});
  }

  private void assertWithheld(Sdk.Held<PubackOutboundOutput> puback, HubError reason) {
    assertThat(puback.isHeld()).isTrue();
    assertThat(head.connection.closedFor()).isEqualTo(reason);
    head.session.socketClosed();
    assertThat(puback.isHeld()).isFalse();
  }
}
