package io.weir.local.topics;

import io.weir.device.topic.Topics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the hub's topics where they are missing, and lets the others take what they must. */
public final class TopicMaker {
  private static final int TIMEOUT_MILLIS = 30_000;

  private TopicMaker() {}

  /** Makes what is missing; returns the names of the topics that were made now. */
  public static Set<String> makeMissing(String kafka, Topics topics) throws IOException {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            TIMEOUT_MILLIS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            TIMEOUT_MILLIS / 2);
    Set<String> made = new HashSet<>();
    List<NewTopic> plan = TopicPlan.of(topics);
    try (Admin admin = Admin.create(settings)) {
      for (Map.Entry<String, KafkaFuture<Void>> each :
          admin.createTopics(plan).values().entrySet()) {
        if (wasMade(each.getValue())) {
          made.add(each.getKey());
        }
      }
      allowLargeRecords(admin, plan);
    }
    return Set.copyOf(made);
  }

  /** A topic that an earlier release made may allow less than the plan now does. */
  private static void allowLargeRecords(Admin admin, List<NewTopic> plan) throws IOException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (NewTopic topic : plan) {
      String bytes = topic.configs().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      if (bytes != null) {
        changes.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
            List.of(
                new AlterConfigOp(
                    new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes),
                    AlterConfigOp.OpType.SET)));
      }
    }
    await(admin.incrementalAlterConfigs(changes).all(), "set a topic's largest record");
  }

  private static boolean wasMade(KafkaFuture<Void> creation) throws IOException {
    try {
      await(creation, "make a topic");
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof ExecutionException failed
          && failed.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  private static void await(KafkaFuture<Void> request, String what) throws IOException {
    try {
      request.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("Kafka did not " + what + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("Kafka did not " + what + " in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while seeing to topics");
    }
  }
}
