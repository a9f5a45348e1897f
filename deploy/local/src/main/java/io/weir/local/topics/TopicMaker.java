package io.weir.local.topics;

import io.weir.device.topic.Topics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the hub's topics where they are missing. */
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
    try (Admin admin = Admin.create(settings)) {
      for (Map.Entry<String, KafkaFuture<Void>> each :
          admin.createTopics(TopicPlan.of(topics)).values().entrySet()) {
        if (wasMade(each.getValue())) {
          made.add(each.getKey());
        }
      }
    }
    return Set.copyOf(made);
  }

  private static boolean wasMade(KafkaFuture<Void> creation) throws IOException {
    try {
      creation.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new IOException("Kafka did not make a topic: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("Kafka did not make a topic in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while making topics");
    }
  }
}
