package io.weir.jobs.explain;

import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import io.weir.device.store.Explanations;
import io.weir.jobs.CassandraTables;
import io.weir.jobs.JobArguments;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The hub's table in Cassandra; connects when it is first used, and again until that succeeds. */
public final class CassandraExplanationStore implements ExplanationStore {

  /** Writes on their way: a connection carries 1,024. */
  private static final int AT_ONCE = 64;

  private final CassandraTables<Explanations> tables;

  private CassandraExplanationStore(JobArguments arguments) {
    this.tables = new CassandraTables<>(arguments, Explanations::new);
  }

  /** Makes stores in tasks. */
  public static ExplanationStore.Factory of(JobArguments arguments) {
    return () -> new CassandraExplanationStore(arguments);
  }

  @Override
  public void put(ExplainedMessage message, String messageId, String json) {
    tables.get().put(message, messageId, json).toCompletableFuture().join();
  }

  @Override
  public void answer(List<ExplainedMessage> messages, String endpoint, EndpointAnswer answer) {
    for (int first = 0; first < messages.size(); first += AT_ONCE) {
      CompletableFuture<?>[] written =
          messages.subList(first, Math.min(messages.size(), first + AT_ONCE)).stream()
              .map(message -> tables.get().answer(message, endpoint, answer))
              .map(CompletionStage::toCompletableFuture)
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(written).join();
    }
  }

  @Override
  public void close() {
    tables.close();
  }
}
