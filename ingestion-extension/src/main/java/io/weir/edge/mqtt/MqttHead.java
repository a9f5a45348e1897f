package io.weir.edge.mqtt;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.hivemq.extension.sdk.api.services.Services;
import io.weir.edge.auth.DeviceAuthenticator;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.node.NodeLease;
import io.weir.edge.operations.OperationsLog;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The MQTT head: what HiveMQ hands over, put in the hub's terms. It holds no rule of the hub's own
 * but the topics.
 */
public final class MqttHead implements AutoCloseable {

  /** The broker's own count. */
  private static final String BYTES_READ = "com.hivemq.networking.bytes.read.total";

  private final MqttSessions sessions;

  private MqttHead(MqttSessions sessions) {
    this.sessions = sessions;
  }

  /** Registers with the broker; it admits nobody before. */
  public static MqttHead start(
      ConnectionRegistry registry,
      DeviceAuthenticator authenticator,
      TelemetryPublisher telemetry,
      NodeLease lease,
      OperationsLog log,
      Clock clock) {
    MqttOperations operations = new MqttOperations(log, clock);
    MqttSessions sessions =
        new MqttSessions(Services.clientService(), registry, bytesRead(Services.metricRegistry()));
    MqttConnect connect = new MqttConnect(sessions);
    MqttLifecycle lifecycle = new MqttLifecycle(sessions, operations);
    MqttSubscriptions subscriptions = new MqttSubscriptions();
    MqttAuthenticator judge =
        new MqttAuthenticator(sessions, registry, authenticator, telemetry, lease, operations);
    TwinRefusals twins = new TwinRefusals(Services.publishService());
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
                              new MqttPublish(session, twins, operations));
                          context.addPubackOutboundInterceptor(new MqttPuback(session, lease));
                          context.addPubrecOutboundInterceptor(new MqttPubrec(session));
                          context.addSubscribeInboundInterceptor(subscriptions);
                        }));
    Services.securityRegistry().setAuthenticatorProvider(input -> judge);
    return new MqttHead(sessions);
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
    sessions.close();
  }
}
