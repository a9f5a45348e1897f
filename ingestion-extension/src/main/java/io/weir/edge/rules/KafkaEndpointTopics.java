package io.weir.edge.rules;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics on the hub's own Kafka, with its default replication. */
public final class KafkaEndpointTopics implements EndpointTopics {

  private static final int PARTITIONS = 4;

  private final Admin admin;

  public KafkaEndpointTopics(Admin admin) {
    this.admin = admin;
  }

  @Override
  public CompletionStage<Void> ensure(Set<String> topics) {
    List<NewTopic> wanted =
        topics.stream()
            .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
            .toList();
    CompletableFuture<?>[] made =
        admin.createTopics(wanted).values().values().stream()
            .map(future -> future.toCompletionStage().handle((done, failure) -> check(failure)))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(made);
  }

  private static Void check(Throwable failure) {
    Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
    if (cause == null || cause instanceof TopicExistsException) {
      return null;
    }
    if (cause instanceof InvalidTopicException) {
      throw new HubException(
          HubError.ARGUMENT_INVALID,
          "endpoint topic: Kafka refuses it, " + cause.getMessage() + " (expected: another name)",
          cause);
    }
    throw new HubException(
        HubError.SERVICE_UNAVAILABLE, "The topics of the endpoints could not be created.", cause);
  }
}
