package io.weir.local.fleet;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.lifecycle.Mqtt3ClientReconnector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One device: a real MQTT client over TLS with a key of its own. It reconnects by itself with
 * back-off and a fresh token, and then resends what was not acknowledged, as a careful device does:
 * the hub keeps no session for it.
 */
final class FleetDevice {
  /**
   * More than this unacknowledged and the device sends no more: the hub is slower than the rate.
   */
  private static final int MAX_PENDING = 64;

  private static final long FIRST_DELAY_MILLIS = 200;
  private static final long MAX_DELAY_MILLIS = 2_000;

  private final DeviceCredentials credentials;
  private final MqttTarget target;
  private final Signal signal;
  private final FleetListener listener;
  private final Mqtt3AsyncClient client;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger connects = new AtomicInteger();
  private volatile boolean closed;
  private volatile String lastProblem = "no answer";
  private long sequence;

  FleetDevice(
      DeviceCredentials credentials, MqttTarget target, Signal signal, FleetListener listener) {
    this.credentials = credentials;
    this.target = target;
    this.signal = signal;
    this.listener = listener;
    this.client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(credentials.deviceId())
            .serverHost(target.hostName())
            .serverPort(target.port())
            .sslConfig()
            .trustManagerFactory(target.trust())
            .handshakeTimeout(20, TimeUnit.SECONDS)
            .applySslConfig()
            .addConnectedListener(context -> connects.incrementAndGet())
            .addDisconnectedListener(this::disconnected)
            .buildAsync();
  }

  /** Begins to connect; completes with the first connection. */
  CompletableFuture<Void> connect() {
    return client
        .connectWith()
        .cleanSession(true)
        .keepAlive(60)
        .simpleAuth()
        .username(target.userName(credentials.deviceId()))
        .password(target.password(credentials).getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .send()
        .thenAccept(connAck -> {});
  }

  private void disconnected(MqttClientDisconnectedContext context) {
    String message = context.getCause().getMessage();
    lastProblem = message == null ? context.getCause().getClass().getSimpleName() : message;
    if (closed || context.getSource() == MqttDisconnectSource.USER) {
      return;
    }
    Mqtt3ClientReconnector reconnector = (Mqtt3ClientReconnector) context.getReconnector();
    int attempts = Math.min(reconnector.getAttempts(), 10);
    long delay = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.max(0, attempts - 1));
    reconnector
        .reconnect(true)
        .republishIfSessionExpired(true)
        .delay(delay, TimeUnit.MILLISECONDS)
        .connectWith()
        .cleanSession(true)
        .keepAlive(60)
        .simpleAuth()
        .username(target.userName(credentials.deviceId()))
        .password(target.password(credentials).getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .applyConnect();
  }

  /** Sends the next message; false when too much is unacknowledged. One caller at a time. */
  boolean send() {
    if (pending.get() >= MAX_PENDING) {
      return false;
    }
    FleetMessage message =
        new FleetMessage(credentials.deviceId(), sequence, signal.next(sequence));
    sequence++;
    pending.incrementAndGet();
    listener.sending(message);
    var unused =
        client
            .publishWith()
            .topic(message.topic())
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(message.payload().json())
            .send()
            .whenComplete(
                (published, problem) -> {
                  pending.decrementAndGet();
                  if (problem == null) {
                    listener.acknowledged(message);
                  } else {
                    listener.failed(message);
                  }
                });
    return true;
  }

  boolean connected() {
    return client.getState() == MqttClientState.CONNECTED;
  }

  int pending() {
    return pending.get();
  }

  /** How often it has connected again after the first time. */
  int reconnects() {
    return Math.max(0, connects.get() - 1);
  }

  String lastProblem() {
    return lastProblem;
  }

  /** Disconnects for good. */
  CompletableFuture<Void> close() {
    closed = true;
    return client.disconnect();
  }
}
