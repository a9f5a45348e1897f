package io.weir.jobs.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that the topics of endpoints exist: the broker creates none by itself. */
final class EndpointTopics implements TopicKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointTopics.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** What the next try would not change; a lack of brokers, for one, it might. */
  private static final List<Class<? extends ApiException>> REFUSALS =
      List.of(
          InvalidTopicException.class,
          AuthorizationException.class,
          PolicyViolationException.class);

  private final Admin admin;

  EndpointTopics(String kafka, String clientId) {
    Properties properties = new Properties();
    properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    properties.setProperty(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
    properties.setProperty(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    properties.setProperty(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    properties.setProperty(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    admin = Admin.create(properties);
  }

  /**
   * Creates those that are missing, with the broker's default partitions and replicas.
   *
   * @throws TopicRefusedException when Kafka refuses one for what it is
   * @throws IllegalStateException when Kafka has no answer in time
   */
  @Override
  public void ensure(Set<String> topics) throws InterruptedException {
    if (topics.isEmpty()) {
      return;
    }
    try {
      Set<String> present =
          admin.listTopics().names().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      for (String topic : topics) {
        if (!present.contains(topic)) {
          create(topic);
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      if (REFUSALS.stream().anyMatch(refusal -> refusal.isInstance(e.getCause()))) {
        throw new TopicRefusedException("topics " + topics + ": refused (expected: created)", e);
      }
      throw new IllegalStateException("topics " + topics + ": not created (expected: created)", e);
    }
  }

  private void create(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
          .all()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Created the topic {} of an endpoint", topic);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
