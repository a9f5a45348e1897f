package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.codec.Codecs;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.DeviceTotals;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.Planner;
import io.weir.device.query.QuerySettings;
import io.weir.device.query.TwinQueries;
import io.weir.device.secret.KeyCipher;
import io.weir.device.store.CassandraTwinScan;
import io.weir.device.store.DeviceCounts;
import io.weir.device.store.DeviceTables;
import io.weir.device.store.EndpointStatuses;
import io.weir.device.store.TwinScan;
import io.weir.device.topic.IdentityChange.Heartbeat;
import io.weir.device.topic.Topics;
import io.weir.edge.config.EdgeConfig;
import io.weir.edge.operations.KafkaOperationsLog;
import io.weir.edge.operations.OperationsLog;
import io.weir.edge.registry.BulkWrites;
import io.weir.edge.registry.DeviceStore;
import io.weir.edge.registry.Doctor;
import io.weir.edge.registry.Exports;
import io.weir.edge.registry.Liveness;
import io.weir.edge.registry.Registry;
import io.weir.edge.rest.HttpsHead;
import io.weir.edge.rules.Endpoints;
import io.weir.edge.rules.KafkaEndpointTopics;
import io.weir.edge.rules.RoutingExplanations;
import io.weir.edge.rules.RuleFileCheck;
import io.weir.edge.rules.RuleSets;
import io.weir.edge.rules.RulesStore;
import io.weir.edge.rules.ShadowRuleSets;
import io.weir.edge.twin.StoredPresence;
import io.weir.edge.twin.Twins;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An edge node without its broker: the clients of Cassandra and Kafka, the lease, the command bus
 * and the HTTPS head. Open it, build the heads on what it offers, then start it with the
 * connections that they hold; until then it claims no lease.
 */
public final class EdgeNode implements EdgeServices, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);
  private static final int MAX_PENDING_CALLS = 10_000;
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(20);
  private static final int DELIVERY_MILLIS = 5_000;
  private static final int MAX_COMMAND_BYTES = 4 * 1024 * 1024;
  private static final int SMALL_RECORD_BYTES = 64 * 1024;
  private static final int OPERATIONS = 10_000;
  private static final int MAX_WAITING_RULE_SETS = 16;
  private static final int MAX_WAITING_ANSWERS = 1_000;
  private static final int QUERY_THREADS = 2;
  private static final int MAX_QUERY_STEPS = 10_000;
  private static final int MAX_BULK_UNANSWERED = 128;
  private static final Duration SWEEP_PAUSE = Duration.ofMillis(100);

  private final EdgeConfig config;
  private final Topics topics;
  private final Resources resources;
  private final LateConnections connections = new LateConnections();
  private final CqlSession session;
  private final DeviceTables tables;
  private final LeaseKeeper lease;
  private final IdentityChanges identityChanges;
  private final KafkaCommandBus commands;
  private final LapsedLeases lapsedLeases;
  private final KafkaOperationsLog operations;
  private final ScheduledThreadPoolExecutor timer;
  private final DeviceStore store;
  private final Liveness liveness;
  private final Twins twins;
  private final HttpsHead https;

  private EdgeNode(EdgeConfig config, Resources resources) {
    this.config = config;
    this.resources = resources;
    this.topics = new Topics(config.hub());
    KafkaSettings kafka = new KafkaSettings(config.kafka(), config.node());
    CompletableFuture<Integer> onKafka =
        NodeStart.meanwhile(() -> NodeStart.partitions(kafka, topics));
    this.session = resources.add(NodeStart.session(config.cassandra()));
    this.tables = NodeStart.tables(session, config.cassandra().keyspace());
    int partitions = NodeStart.result(onKafka);
    this.timer = resources.add(scheduler("lease"), ScheduledThreadPoolExecutor::shutdownNow);
    ScheduledThreadPoolExecutor callbacks =
        resources.add(scheduler("callbacks"), ScheduledThreadPoolExecutor::shutdownNow);
    PendingCalls calls = new PendingCalls(MAX_PENDING_CALLS, CALL_DEADLINE, callbacks, callbacks);
    KafkaProducer<byte[], byte[]> heartbeats =
        resources.add(kafka.producer("heartbeats", DELIVERY_MILLIS, SMALL_RECORD_BYTES));
    KafkaMailbox mailbox =
        new KafkaMailbox(
            EdgeThreads.named("edge"),
            () -> kafka.consumer("edge"),
            topics.edge(),
            calls,
            connections);
    this.lease =
        new LeaseKeeper(
            config.node(),
            partitions,
            heartbeat -> send(heartbeats, heartbeat),
            mailbox,
            connections,
            callbacks,
            System::nanoTime);
    this.commands =
        resources.add(
            new KafkaCommandBus(
                kafka.producer("commands", DELIVERY_MILLIS, MAX_COMMAND_BYTES),
                topics.deviceCommands(),
                lease,
                calls,
                EdgeThreads.named("commands")));
    this.lapsedLeases =
        resources.add(
            new LapsedLeases(
                lease,
                List.of(tables::connections, tables::moduleConnections),
                commands,
                SWEEP_PAUSE,
                System::nanoTime,
                EdgeThreads.named("lapsed-leases")));
    this.operations =
        resources.add(
            new KafkaOperationsLog(
                kafka.producer("operations", DELIVERY_MILLIS, SMALL_RECORD_BYTES),
                topics.operations(),
                OPERATIONS,
                EdgeThreads.named("operations")));
    Admin admin =
        resources.add(Admin.create(kafka.admin()), client -> client.close(Duration.ofSeconds(2)));
    this.identityChanges =
        resources.add(
            new IdentityChanges(
                EdgeThreads.named("identity-changes"),
                () -> kafka.consumer("identity-changes"),
                topics.identityChanges(),
                lease,
                connections,
                Clock.systemUTC()));
    this.store = new StoredDevices(tables);
    this.liveness = new Liveness(store, lease::isAlive);
    this.twins = new Twins(store, commands, liveness, config.twinLimits());
    this.https = resources.add(https(admin));
  }

  private HttpsHead https(Admin admin) {
    KeyCipher cipher = new KeyCipher(config.encryptionKeyBytes());
    Executor compiling = worker("rules", MAX_WAITING_RULE_SETS);
    RulesStore storedRules = NodeStart.rules(session, config.cassandra().keyspace());
    RuleFileCheck ruleFiles = new RuleFileCheck(topics, compiling);
    RuleSets rules =
        new RuleSets(storedRules, ruleFiles, new KafkaEndpointTopics(admin), topics, commands);
    EndpointStatuses statuses = NodeStart.endpointStatuses(session, config.cassandra().keyspace());
    Endpoints endpoints = new Endpoints(rules, statuses::all, topics, compiling);
    DeviceCounts counts =
        new DeviceCounts(session, config.cassandra().keyspace(), System::nanoTime);
    TwinScan scan = new CassandraTwinScan(session, config.cassandra().keyspace());
    TwinQueries queries =
        new TwinQueries(
            scan,
            new StoredPresence(liveness),
            new Planner(NodeStart.indexedPaths(session, config.cassandra().keyspace())),
            QuerySettings.DEFAULT,
            () -> counts.counts().thenApply(DeviceTotals::total),
            queryWork());
    return HttpsHead.start(
        config,
        new HttpsHead.Services(
            new Registry(store, commands, cipher, liveness),
            new BulkWrites(commands, cipher, config.twinLimits(), MAX_BULK_UNANSWERED),
            twins,
            queries,
            new Exports(scan, worker("export", MAX_WAITING_ANSWERS)),
            new Doctor(store, commands, MAX_BULK_UNANSWERED),
            rules,
            new ShadowRuleSets(storedRules, ruleFiles, rules, commands),
            new RoutingExplanations(
                NodeStart.explanations(session, config.cassandra().keyspace()), commands),
            endpoints,
            counts::counts,
            cipher,
            new NodeHealth(lease, session)::check,
            operations,
            worker("answers", MAX_WAITING_ANSWERS)));
  }

  private ThreadPoolExecutor queryWork() {
    return resources.add(
        new ThreadPoolExecutor(
            QUERY_THREADS,
            QUERY_THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUERY_STEPS),
            EdgeThreads.named("queries")),
        ThreadPoolExecutor::shutdownNow);
  }

  private ThreadPoolExecutor worker(String name, int maxWaiting) {
    return resources.add(
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxWaiting),
            EdgeThreads.named(name)),
        ThreadPoolExecutor::shutdownNow);
  }

  /**
   * Opens everything, waiting up to two minutes for Kafka and Cassandra.
   *
   * @throws IllegalStateException when that was not enough; nothing is left open
   */
  public static EdgeNode open(EdgeConfig config) {
    Resources resources = new Resources();
    try {
      return EdgeThreads.withOwnClassLoader(() -> new EdgeNode(config, resources));
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /** Begins to claim a lease, and to tell the connections what they must hear. */
  public void start(Connections held) {
    connections.are(held);
    identityChanges.start();
    lapsedLeases.start();
    var unused =
        timer.scheduleWithFixedDelay(
            this::tick, 0, LeaseKeeper.HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    LOG.info("Edge node {} of hub {} has started", config.node(), config.hub());
  }

  @Override
  public EdgeConfig config() {
    return config;
  }

  @Override
  public Topics topics() {
    return topics;
  }

  @Override
  public CqlSession session() {
    return session;
  }

  @Override
  public DeviceTables tables() {
    return tables;
  }

  @Override
  public NodeLease lease() {
    return lease;
  }

  @Override
  public CommandBus commands() {
    return commands;
  }

  /** Twins, for every head. */
  public Twins twins() {
    return twins;
  }

  @Override
  public OperationsLog operations() {
    return operations;
  }

  /** The port that HTTPS is served on. */
  public int httpsPort() {
    return https.port();
  }

  /** Gives up the lease: ends every connection, and admits nobody any more. */
  public void retire() {
    lease.close();
  }

  /** Ends every connection, sends what is waiting, and closes everything, within a few seconds. */
  @Override
  public void close() {
    lease.close();
    resources.close();
    LOG.info("Edge node {} has stopped", config.node());
  }

  private void tick() {
    try {
      lease.tick();
    } catch (RuntimeException e) {
      LOG.warn("The lease could not be kept this time", e);
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Heartbeat heartbeat) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                topics.identityChanges(), 0, null, Codecs.IDENTITY_CHANGE.encode(heartbeat)));
  }

  private static ScheduledThreadPoolExecutor scheduler(String name) {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(1, EdgeThreads.named(name));
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  /** Nobody's, until the heads have been built. */
  private static final class LateConnections implements Connections {
    private volatile Connections held;

    void are(Connections connections) {
      held = connections;
    }

    @Override
    public void revoke(TwinKey key, long authenticatedSince) {
      held.revoke(key, authenticatedSince);
    }

    @Override
    public void close(TwinKey key, ConnectionId connection, HubError reason) {
      held.close(key, connection, reason);
    }

    @Override
    public void desiredChanged(
        TwinKey key, ConnectionId connection, long version, ObjectNode properties) {
      held.desiredChanged(key, connection, version, properties);
    }

    @Override
    public void closeAll(HubError reason) {
      Connections present = held;
      if (present != null) {
        present.closeAll(reason);
      }
    }
  }
}
