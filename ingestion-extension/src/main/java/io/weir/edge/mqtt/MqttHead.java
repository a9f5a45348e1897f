package io.weir.edge.mqtt;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.hivemq.extension.sdk.api.services.Services;
import io.weir.edge.auth.DeviceAuthenticator;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.EdgeThreads;
import io.weir.edge.node.NodeLease;
import io.weir.edge.operations.OperationsLog;
import io.weir.edge.telemetry.TelemetryPublisher;
import io.weir.edge.twin.Twins;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The MQTT head: what HiveMQ hands over, put in the hub's terms. It holds no rule of the hub's own
 * but the topics.
 */
public final class MqttHead implements AutoCloseable {

  /** The broker's own count. */
  private static final String BYTES_READ = "com.hivemq.networking.bytes.read.total";

  private final MqttSessions sessions;
  private final ScheduledExecutorService timer;

  private MqttHead(MqttSessions sessions, ScheduledExecutorService timer) {
    this.sessions = sessions;
    this.timer = timer;
  }

  /** What the head translates to. */
  public record Core(
      ConnectionRegistry registry,
      DeviceAuthenticator authenticator,
      TelemetryPublisher telemetry,
      Twins twins,
      CommandBus commands,
      NodeLease lease,
      OperationsLog operations) {}

  /** Registers with the broker; it admits nobody before. */
  public static MqttHead start(Core core, Clock clock) {
    MqttOperations operations = new MqttOperations(core.operations(), clock);
    MqttSessions sessions =
        new MqttSessions(
            Services.clientService(), core.registry(), bytesRead(Services.metricRegistry()));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(EdgeThreads.named("mqtt-restore"));
    MqttConnect connect = new MqttConnect(sessions);
    MqttLifecycle lifecycle = new MqttLifecycle(sessions, operations);
    MqttSubscriptions subscriptions = new MqttSubscriptions(sessions, core.commands());
    MqttAuthenticator judge =
        new MqttAuthenticator(
            sessions,
            core.registry(),
            core.authenticator(),
            core.telemetry(),
            core.lease(),
            Services.publishService(),
            new MqttRestore(Services.subscriptionStore(), core.commands(), timer),
            operations);
    MqttTwins twins = new MqttTwins(Services.publishService(), core.twins());
    Services.interceptorRegistry().setConnectInboundInterceptorProvider(input -> connect);
    Services.eventRegistry().setClientLifecycleEventListener(input -> lifecycle);
    Services.securityRegistry().setAuthorizerProvider(input -> subscriptions);
    Services.initializerRegistry()
        .setClientInitializer(
            (input, context) ->
                sessions
                    .of(input.getConnectionInformation())
                    .ifPresent(
                        session -> {
                          context.addPublishInboundInterceptor(
                              new MqttPublish(session, twins, core.registry()::active, operations));
                          context.addPubackOutboundInterceptor(
                              new MqttPuback(session, core.lease()));
                          context.addPublishOutboundInterceptor(new MqttOrder());
                          context.addPubrecOutboundInterceptor(new MqttPubrec(session));
                          context.addSubscribeInboundInterceptor(subscriptions);
                          context.addUnsubscribeInboundInterceptor(subscriptions);
                        }));
    Services.securityRegistry().setAuthenticatorProvider(input -> judge);
    return new MqttHead(sessions, timer);
  }

  private static LongSupplier bytesRead(MetricRegistry metrics) {
    return () ->
        metrics.getMetrics().get(BYTES_READ) instanceof Gauge<?> gauge
                && gauge.getValue() instanceof Number read
            ? read.longValue()
            : 0;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    sessions.close();
  }
}
