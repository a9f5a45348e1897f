package io.weir.edge.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import io.weir.device.identity.DeviceTotals;
import io.weir.device.query.TwinQueries;
import io.weir.device.secret.KeyCipher;
import io.weir.edge.config.EdgeConfig;
import io.weir.edge.config.EdgeConfig.HttpsConfig;
import io.weir.edge.node.NodeHealth;
import io.weir.edge.operations.OperationsLog;
import io.weir.edge.registry.BulkWrites;
import io.weir.edge.registry.Doctor;
import io.weir.edge.registry.Exports;
import io.weir.edge.registry.Registry;
import io.weir.edge.rules.Endpoints;
import io.weir.edge.rules.RoutingExplanations;
import io.weir.edge.rules.RuleSets;
import io.weir.edge.rules.ShadowRuleSets;
import io.weir.edge.twin.Twins;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS listener of the service API (NET-08, NET-09). */
public final class HttpsHead implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpsHead.class);
  private static final int WAIT_SECONDS = 15;
  private static final int IDLE_SECONDS = 120;
  private static final int EVENT_LOOPS = 2;

  private final Vertx vertx;
  private final HttpServer server;

  private HttpsHead(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /**
   * What the service API offers.
   *
   * @param writing where devices are written
   */
  public record Services(
      Registry registry,
      BulkWrites bulk,
      Twins twins,
      TwinQueries queries,
      Exports exports,
      Doctor doctor,
      RuleSets rules,
      ShadowRuleSets shadows,
      RoutingExplanations explanations,
      Endpoints endpoints,
      Supplier<CompletionStage<DeviceTotals>> counts,
      KeyCipher cipher,
      Supplier<CompletionStage<NodeHealth.Health>> health,
      OperationsLog operations,
      Executor writing) {}

  /**
   * Listens; returns when it does.
   *
   * @throws IllegalStateException when the port is taken or the key store cannot be read
   */
  public static HttpsHead start(EdgeConfig config, Services services) {
    Clock clock = Clock.systemUTC();
    ServiceAuthorizer authorizer =
        new ServiceAuthorizer(config.hostNames(), config.policies(), clock);
    return start(
        config.https(),
        api(
            authorizer,
            services,
            new RestOperations(services.operations(), authorizer, clock),
            clock),
        authorizer);
  }

  static RestApi api(
      ServiceAuthorizer authorizer, Services services, RestOperations operations, Clock clock) {
    Access access = new Access(authorizer);
    QueriesResource queries = new QueriesResource(access, services.queries());
    Resource devices =
        new DevicesResource(
            access,
            services.registry(),
            services.bulk(),
            queries,
            new DeviceWriter(services.cipher()),
            services.writing());
    return new RestApi(
        Map.of(
            "devices", devices,
            "twins", new TwinsResource(access, services.twins()),
            "statistics", new StatisticsResource(access, services.counts())),
        Map.of(
            "weir/rules", new RulesResource(access, services.rules()),
            "weir/rules/history", new RulesHistoryResource(access, services.rules()),
            "weir/rules/shadow", new ShadowResource(access, services.shadows()),
            "weir/rules/explanations",
                new ExplanationsResource(access, services.explanations(), services.writing()),
            "weir/rules/shadow/promote", new PromotionResource(access, services.shadows()),
            "weir/endpoints",
                new EndpointsResource(access, services.endpoints(), services.health()),
            "weir/devices",
                new ExportResource(
                    access,
                    services.exports(),
                    new DeviceWriter(services.cipher()),
                    services.writing()),
            "weir/doctor/twins", new DoctorResource(access, services.doctor())),
        queries,
        services.health(),
        new ErrorBody(clock),
        operations);
  }

  private static HttpsHead start(HttpsConfig config, RestApi api, ServiceAuthorizer authorizer) {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(1));
    try {
      HttpServer server =
          await(
              vertx
                  .createHttpServer(options(config))
                  .requestHandler(new RequestReader(vertx, api, authorizer))
                  .exceptionHandler(failure -> LOG.debug("A connection failed", failure))
                  .listen());
      LOG.info("HTTPS on {}:{}", config.bind(), server.actualPort());
      return new HttpsHead(vertx, server);
    } catch (RuntimeException e) {
      await(vertx.close());
      throw e;
    }
  }

  /** The port, also when the configuration left it to the system. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static HttpServerOptions options(HttpsConfig config) {
    HttpServerOptions options = new HttpServerOptions();
    options.setHost(config.bind()).setPort(config.port());
    options.setSsl(true).setUseAlpn(false);
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    options.setKeyCertOptions(
        new PfxOptions().setPath(config.keyStore()).setPassword(config.keyStorePassword()));
    options.setClientAuth(ClientAuth.REQUEST);
    options.setTrustOptions(TrustOptions.wrap(new AnyClientCertificate()));
    options.setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    options.setHandle100ContinueAutomatically(true);
    return options;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("HTTPS: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("HTTPS: no answer within " + WAIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("HTTPS: interrupted", e);
    }
  }
}
