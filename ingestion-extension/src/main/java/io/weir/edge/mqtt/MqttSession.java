package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.node.ByteBudget;
import io.weir.edge.telemetry.DeviceMessage;
import io.weir.edge.telemetry.DeviceSender;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One MQTT connection, from its CONNECT to the loss of its socket. */
final class MqttSession {

  /**
   * The time-out of a held step, which is never reached: {@link MqttSessions} closes the connection
   * long before.
   */
  static final Duration NEVER = Duration.ofHours(1);

  /** As many as there are packet ids. */
  private static final int MAX_UNACKNOWLEDGED = 65_535;

  /**
   * A PUBLISH of QoS 1 that was consumed and whose PUBACK has not left yet.
   *
   * @param stored completes when Kafka has the message
   * @param acknowledged completes when the PUBACK is let go
   */
  record Unacknowledged(
      int packetId, CompletableFuture<Void> stored, CompletableFuture<Void> acknowledged) {
    boolean isStored() {
      return stored.isDone() && !stored.isCompletedExceptionally();
    }
  }

  /**
   * What is known of a connection once it is admitted.
   *
   * @param events where its device sends its messages, see {@link DeviceTopic#events}
   * @param modelId null when it named none
   * @param will ready to be sent; null when there is none
   */
  record Admission(
      DeviceConnection connection,
      DeviceSender sender,
      String events,
      String modelId,
      DeviceMessage will) {}

  private final String token;
  private final String clientId;
  private final long startedAt = System.nanoTime();
  private final Queue<Unacknowledged> unacknowledged =
      new LinkedBlockingQueue<>(MAX_UNACKNOWLEDGED);
  private final Set<Async<?>> held = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger twinRequests = new AtomicInteger();
  private final ByteBudget twinBytes = new ByteBudget(MqttTwins.MAX_UNANSWERED_BYTES);
  private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
  private final Map<Subscription, CompletionStage<?>> subscriptions = new ConcurrentHashMap<>();
  private final Object tellLock = new Object();
  private final boolean keepsSession;
  private CompletionStage<Void> told = subscribed;
  private volatile WillPublishPacket willPacket;
  private volatile Admission admission;
  private volatile boolean socketClosed;
  private volatile long waitingSince;
  private volatile long closingSince;
  private long sweptWait;
  private long readWhileWaiting;

  /**
   * @param keepsSession whether the device goes on with its session
   * @param willPacket null when the CONNECT had none
   */
  MqttSession(String token, String clientId, boolean keepsSession, WillPublishPacket willPacket) {
    this.token = token;
    this.keepsSession = keepsSession;
    this.clientId = clientId;
    this.willPacket = willPacket;
  }

  String token() {
    return token;
  }

  String clientId() {
    return clientId;
  }

  /** The will as it came; null when there was none, and once the device is admitted. */
  WillPublishPacket willPacket() {
    return willPacket;
  }

  void admitted(Admission admitted) {
    admission = admitted;
    willPacket = null;
  }

  /** Null until the device is admitted. */
  Admission admission() {
    return admission;
  }

  /** Null until the device is admitted. */
  DeviceConnection connection() {
    Admission admitted = admission;
    return admitted == null ? null : admitted.connection();
  }

  boolean accepts() {
    DeviceConnection connection = connection();
    return connection != null && connection.isOpen() && !ended.get();
  }

  /** Closes the connection; does nothing before it is admitted. */
  void close(HubError reason) {
    DeviceConnection connection = connection();
    if (connection != null) {
      connection.close(reason);
    }
  }

  /** False when too many wait already. */
  boolean await(Unacknowledged publish) {
    return unacknowledged.offer(publish);
  }

  /** False when too many, or too large ones, are unanswered. */
  boolean beginTwinRequest(int bytes) {
    if (twinRequests.incrementAndGet() > MqttTwins.MAX_UNANSWERED || !twinBytes.take(bytes)) {
      twinRequests.decrementAndGet();
      return false;
    }
    return true;
  }

  void endTwinRequest(int bytes) {
    twinBytes.giveBack(bytes);
    twinRequests.decrementAndGet();
  }

  /** Completes when the subscriptions of the session are there. */
  CompletableFuture<Void> subscribed() {
    return subscribed;
  }

  /**
   * What the hub tells by itself, one after the other, and not before {@link #subscribed}. The
   * first that fails fails all behind it.
   */
  <T> CompletionStage<Void> tell(Supplier<? extends CompletionStage<T>> next) {
    synchronized (tellLock) {
      told = told.thenCompose(before -> next.get()).thenAccept(done -> {});
      return told;
    }
  }

  /**
   * What became of telling the one writer of a subscription; tells it the first time only, so that
   * a device that repeats itself costs the log nothing.
   */
  CompletionStage<?> subscribe(Subscription subscription, Supplier<CompletionStage<?>> tell) {
    return subscriptions.computeIfAbsent(subscription, unknown -> tell.get());
  }

  /** Whether there was such a subscription, which is gone now. */
  boolean unsubscribe(Subscription subscription) {
    return subscriptions.remove(subscription) != null;
  }

  /** Whether subscriptions outlive the connection (MQTT-25). */
  boolean keepsSession() {
    return keepsSession;
  }

  /** The broker asks in the order of the publishes; null when there is none. */
  Unacknowledged nextUnacknowledged() {
    return unacknowledged.poll();
  }

  /**
   * Holds the broker's next step until {@link #release}, or until the socket is closed: then it can
   * do no harm, and the tasks behind it, the device's next CONNECT among them, wait no longer.
   */
  void hold(Async<?> step) {
    held.add(step);
    if (socketClosed) {
      release(step);
    }
  }

  /** Once for each step; the second time does nothing. */
  void release(Async<?> step) {
    if (held.remove(step)) {
      step.resume();
    }
  }

  void socketClosed() {
    socketClosed = true;
    held.forEach(this::release);
  }

  /** True for the first caller. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** A PUBACK waits for Kafka or for the lease. */
  void waiting(boolean waits) {
    waitingSince = waits ? System.nanoTime() : 0;
  }

  long waitingNanos(long now) {
    long since = waitingSince;
    return since == 0 ? 0 : now - since;
  }

  /**
   * How many bytes the node has read while one and the same PUBACK waits; for the sweeper alone.
   *
   * @param readSince what it has read since the last call
   */
  long readWhileWaiting(long readSince) {
    long since = waitingSince;
    boolean sameWait = since != 0 && since == sweptWait;
    readWhileWaiting = sameWait ? readWhileWaiting + readSince : 0;
    sweptWait = since;
    return readWhileWaiting;
  }

  void closing() {
    closingSince = System.nanoTime();
  }

  long closingNanos(long now) {
    long since = closingSince;
    return since == 0 ? 0 : now - since;
  }

  long ageNanos(long now) {
    return now - startedAt;
  }
}
