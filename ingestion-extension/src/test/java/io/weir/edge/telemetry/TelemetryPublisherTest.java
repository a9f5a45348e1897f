package io.weir.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.edge.auth.AuthMethod;
import io.weir.edge.auth.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TelemetryPublisherTest {
  private static final int ROOM = 31;

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final TelemetryPublisher telemetry =
      new TelemetryPublisher(
          kafka, "t", Clock.fixed(Instant.ofEpochMilli(1_700_000_000_007L), ZoneOffset.UTC));
  private final List<Exception> outcomes = new ArrayList<>();

  @Test
  @DisplayName("EH-07 EH-08 EH-10: the record is the message, and says who sent it")
  void writesTheMessage() {
    byte[] body = {0, 1, -1};
    DeviceMessage message =
        new DeviceMessage.Builder().system("message-id", "m").property("a", "b").build(body);
    telemetry.sender(admitted("d")).publish(message, outcomes::add);
    telemetry.sender(admitted("d")).publish(message, outcomes::add);

    assertThat(kafka.history()).hasSize(2);
    ProducerRecord<byte[], byte[]> first = kafka.history().get(0);
    assertThat(new String(first.key(), StandardCharsets.UTF_8)).isEqualTo("d");
    assertThat(first.value()).isEqualTo(body);
    assertThat(TelemetryHeaders.text(first.headers(), TelemetryHeaders.CONNECTION_DEVICE_ID))
        .isEqualTo("d");
    assertThat(TelemetryHeaders.text(first.headers(), TelemetryHeaders.CONNECTION_AUTH_METHOD))
        .isEqualTo(AuthMethod.DEVICE_SAS.json());
    assertThat(
            TelemetryHeaders.text(first.headers(), TelemetryHeaders.CONNECTION_AUTH_GENERATION_ID))
        .isEqualTo("generation");
    assertThat(TelemetryHeaders.text(first.headers(), TelemetryHeaders.MESSAGE_SOURCE))
        .isEqualTo("Telemetry");
    assertThat(TelemetryHeaders.text(first.headers(), TelemetryHeaders.ENQUEUED_TIME))
        .isEqualTo("2023-11-14T22:13:20.007Z");
    assertThat(TelemetryHeaders.text(first.headers(), "message-id")).isEqualTo("m");
    assertThat(TelemetryHeaders.properties(first.headers())).containsOnlyKeys("a");
    assertThat(first.headers()).hasSize(7);
  }

  @Test
  @DisplayName("MQTT-14: each outcome is told once, whether Kafka fails at once or later")
  void tellsTheOutcome() {
    DeviceSender sender = telemetry.sender(admitted("d"));
    DeviceMessage message = new DeviceMessage.Builder().build(new byte[1]);
    sender.publish(message, outcomes::add);
    assertThat(outcomes).isEmpty();
    kafka.completeNext();
    assertThat(outcomes).containsExactly((Exception) null);

    sender.publish(message, outcomes::add);
    TimeoutException late = new TimeoutException("late");
    kafka.errorNext(late);
    assertThat(outcomes).containsExactly(null, late);

    kafka.sendException = new KafkaException("closed");
    sender.publish(message, outcomes::add);
    assertThat(outcomes).containsExactly(null, late, kafka.sendException);
  }

  @Test
  @DisplayName("LIM-11: what one device may have waiting is bounded, over all its connections")
  void boundsWhatOneDeviceHasWaiting() {
    DeviceSender first = telemetry.sender(admitted("d"));
    DeviceMessage large = new DeviceMessage.Builder().build(new byte[DeviceMessage.MAX_SIZE]);
    for (int i = 0; i < ROOM; i++) {
      assertThat(first.hasRoomFor(large)).as("message " + i).isTrue();
      first.publish(large, outcomes::add);
    }
    assertThat(first.hasRoomFor(large)).isFalse();

    first.close();
    first.close();
    DeviceSender second = telemetry.sender(admitted("d"));
    assertThat(second.hasRoomFor(large)).isFalse();
    assertThat(telemetry.sender(admitted("other")).hasRoomFor(large)).isTrue();

    kafka.completeNext();
    assertThat(second.hasRoomFor(large)).isTrue();
  }

  @Test
  @DisplayName("LIM-11: many small messages fill the room, too")
  void boundsTheNumberOfMessages() {
    DeviceSender sender = telemetry.sender(admitted("d"));
    DeviceMessage empty = new DeviceMessage.Builder().build(new byte[0]);
    int sent = 0;
    while (sender.hasRoomFor(empty)) {
      sender.publish(empty, outcomes::add);
      sent++;
    }
    assertThat(sent).isBetween(1_000, 20_000);
  }

  @Test
  @DisplayName("A message of many small properties counts for what it takes, names included")
  void countsWhatAMessageTakes() {
    DeviceMessage.Builder many = new DeviceMessage.Builder();
    for (int i = 0; i < 10_000; i++) {
      many.property(Integer.toString(i, 36), null);
    }
    DeviceMessage message = many.build(new byte[0]);
    assertThat(message.footprint()).isGreaterThan(10L * message.size());
  }

  @Test
  @DisplayName("A device that is gone and has nothing waiting is forgotten")
  void forgetsDevices() {
    Backlogs backlogs = new Backlogs();
    DeviceMessage message = new DeviceMessage.Builder().build(new byte[1]);
    Backlogs.Backlog settledFirst = backlogs.enter("a");
    settledFirst.settle(settledFirst.add(message));
    backlogs.leave(settledFirst);
    Backlogs.Backlog leftFirst = backlogs.enter("b");
    long footprint = leftFirst.add(message);
    backlogs.leave(leftFirst);
    assertThat(backlogs.size()).isEqualTo(1);
    leftFirst.settle(footprint);
    assertThat(backlogs.size()).isZero();
  }

  @Test
  @DisplayName("MQTT-14: no batch is given up, so none is overtaken by the one behind it")
  void neverGivesUp() {
    assertThat(TelemetryPublisher.config("localhost:1"))
        .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.block.ms", 0L);
  }

  private static Verdict.Admitted admitted(String deviceId) {
    return new Verdict.Admitted(
        new Identity(
            deviceId, "generation", "etag", Status.ENABLED, null, 0, new Authentication.None(), 1),
        null,
        AuthMethod.DEVICE_SAS);
  }
}
