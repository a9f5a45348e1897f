package io.weir.edge.telemetry;

import io.weir.device.identity.Identity;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.edge.auth.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes the messages of one connection; what is the same in all of them is made once. */
public final class DeviceSender implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final EnqueuedTime time;
  private final Backlogs backlogs;
  private final Backlogs.Backlog backlog;
  private final byte[] key;
  private final List<Header> ofConnection;
  private final AtomicBoolean closed = new AtomicBoolean();

  DeviceSender(
      Producer<byte[], byte[]> producer,
      String topic,
      EnqueuedTime time,
      Backlogs backlogs,
      Verdict.Admitted admission) {
    Identity identity = admission.identity();
    this.producer = producer;
    this.topic = topic;
    this.time = time;
    this.backlogs = backlogs;
    this.backlog = backlogs.enter(identity.key().path());
    this.key = identity.deviceId().getBytes(StandardCharsets.UTF_8);
    List<Header> headers = new ArrayList<>(5);
    headers.add(header(TelemetryHeaders.CONNECTION_DEVICE_ID, identity.deviceId()));
    if (identity.moduleId() != null) {
      headers.add(header(TelemetryHeaders.CONNECTION_MODULE_ID, identity.moduleId()));
    }
    headers.addAll(
        List.of(
            header(TelemetryHeaders.CONNECTION_AUTH_METHOD, admission.method().json()),
            header(TelemetryHeaders.CONNECTION_AUTH_GENERATION_ID, identity.generationId()),
            header(TelemetryHeaders.MESSAGE_SOURCE, TelemetryHeaders.SOURCE_TELEMETRY)));
    this.ofConnection = List.copyOf(headers);
  }

  /** False when more of this device's messages wait for Kafka than the hub keeps for one device. */
  public boolean hasRoomFor(DeviceMessage message) {
    return backlog.hasRoomFor(message);
  }

  /**
   * Starts to write a message; sends of one device leave in the order of the calls.
   *
   * @param outcome called once: with null when Kafka has the message, with the failure when it will
   *     not have it; must not block
   */
  public void publish(DeviceMessage message, Consumer<Exception> outcome) {
    long footprint = backlog.add(message);
    try {
      var unused =
          producer.send(
              record(message),
              (metadata, failure) -> {
                backlog.settle(footprint);
                outcome.accept(failure);
              });
    } catch (RuntimeException e) {
      backlog.settle(footprint);
      outcome.accept(e);
    }
  }

  /** The connection is over; what was sent stays on its way. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      backlogs.leave(backlog);
    }
  }

  private ProducerRecord<byte[], byte[]> record(DeviceMessage message) {
    ProducerRecord<byte[], byte[]> kafka = new ProducerRecord<>(topic, key, message.body());
    Headers headers = kafka.headers();
    ofConnection.forEach(headers::add);
    headers.add(time.header());
    message.headers().forEach(headers::add);
    return kafka;
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
