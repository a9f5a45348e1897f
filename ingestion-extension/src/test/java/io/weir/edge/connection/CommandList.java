package io.weir.edge.connection;

import io.weir.device.command.Command;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import io.weir.edge.node.CommandBus;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what the one writer was told. */
public final class CommandList implements CommandBus {
  private final ConcurrentLinkedQueue<Command> told = new ConcurrentLinkedQueue<>();
  private volatile CompletionStage<Void> outcomeOfSends = CompletableFuture.completedStage(null);

  public Collection<Command> told() {
    return told;
  }

  void outcomeOfSends(CompletionStage<Void> outcome) {
    outcomeOfSends = outcome;
  }

  @Override
  public CompletionStage<Answer> call(String key, String moduleId, Command command) {
    return CompletableFuture.failedStage(new IllegalStateException("nobody answers"));
  }

  @Override
  public CompletionStage<Void> send(TwinKey key, Command command) {
    told.add(command);
    return outcomeOfSends;
  }
}
