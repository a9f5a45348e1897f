package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.Schema;
import io.weir.device.topic.Topics;
import io.weir.device.twin.IndexedPaths;
import io.weir.edge.config.EdgeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Runs an edge node without a broker, for trying it by hand against a Kafka and a Cassandra that
 * are there: makes topics and tables, then serves until it is stopped. The one argument is the
 * configuration file.
 */
public final class EdgeNodeRun {

  private EdgeNodeRun() {}

  public static void main(String[] args) throws Exception {
    EdgeConfig config = EdgeConfig.read(Path.of(args[0]));
    topics(config);
    try (CqlSession session =
        CassandraSessions.open(
            config.cassandra().contactPoints(), config.cassandra().datacenter(), null)) {
      Schema.create(session, config.cassandra().keyspace(), 1);
      Schema.claimEpoch(session, config.cassandra().keyspace(), System.currentTimeMillis() * 1000);
      Schema.claimIndexedPaths(session, config.cassandra().keyspace(), IndexedPaths.DEFAULT);
    }
    EdgeNode node = EdgeNode.open(config);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
    node.start(new Printing());
    stopped.await();
    node.close();
  }

  private static void topics(EdgeConfig config) throws Exception {
    Topics topics = new Topics(config.hub());
    Map<String, String> logTime = Map.of("message.timestamp.type", "LogAppendTime");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.kafka()))) {
      var present = admin.listTopics().names().get();
      List<NewTopic> wanted =
          List.of(
                  topic(topics.deviceCommands(), 8).configs(logTime),
                  topic(topics.identityChanges(), 1).configs(logTime),
                  topic(topics.edge(), 16).configs(logTime),
                  topic(topics.deviceEvents(), 4),
                  topic(topics.rules(), 1).configs(Map.of("cleanup.policy", "compact")),
                  topic(topics.operations(), 1))
              .stream()
              .filter(topic -> !present.contains(topic.name()))
              .toList();
      admin.createTopics(wanted).all().get();
    }
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }

  /** Says what it hears. */
  private static final class Printing implements Connections {
    @Override
    public void revoke(TwinKey key, long authenticatedSince) {
      System.out.println("revoke " + key.path() + " " + authenticatedSince);
    }

    @Override
    public void close(TwinKey key, ConnectionId connection, HubError reason) {
      System.out.println("close " + key.path() + " " + connection + " " + reason);
    }

    @Override
    public void desiredChanged(
        TwinKey key, ConnectionId connection, long version, ObjectNode properties) {
      System.out.println("desired " + key.path() + " " + version);
    }

    @Override
    public void closeAll(HubError reason) {
      System.out.println("closeAll " + reason);
    }
  }
}
