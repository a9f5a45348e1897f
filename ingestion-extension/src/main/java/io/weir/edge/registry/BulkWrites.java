package io.weir.edge.registry;

import io.weir.device.command.Command;
import io.weir.device.command.IdentitySpec;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.secret.KeyCipher;
import io.weir.device.twin.TwinLimits;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Bulk requests (REST-05): each line is a command of its own, of which all bulk callers of this
 * node together have a bounded number unanswered, so that they delay nobody else by more than that.
 */
public final class BulkWrites {

  /** LIM-09. */
  public static final int MAX_LINES = 100;

  private final CommandBus commands;
  private final IdentityWishes wishes;
  private final Window window;
  private final TwinLimits limits;

  /**
   * @param unanswered commands of bulk requests at a time
   */
  public BulkWrites(CommandBus commands, KeyCipher cipher, TwinLimits limits, int unanswered) {
    this.commands = commands;
    this.wishes = new IdentityWishes(cipher);
    this.limits = limits;
    this.window = new Window(unanswered);
  }

  /** The limits that what is sent must keep. */
  public TwinLimits limits() {
    return limits;
  }

  /** What became of a line that failed. */
  public record Failure(BulkLine line, HubError error, String message) {}

  /**
   * Writes the lines; those of one device in their order.
   *
   * @return what failed, in the order of the lines
   * @throws HubException ARGUMENT_INVALID when there are none, TOO_MANY_DEVICES when there are too
   *     many, DEVICE_DEFINED_MULTIPLE_TIMES when two are about the same
   */
  public CompletionStage<List<Failure>> write(List<BulkLine> lines) {
    if (lines.isEmpty()) {
      throw new HubException(HubError.ARGUMENT_INVALID, "devices: none (expected: 1..100)");
    }
    if (lines.size() > MAX_LINES) {
      throw new HubException(
          HubError.TOO_MANY_DEVICES, "devices: " + lines.size() + " (expected: 1..100)");
    }
    Set<TwinKey> seen = new HashSet<>();
    for (BulkLine line : lines) {
      if (!seen.add(line.key())) {
        throw new HubException(
            HubError.DEVICE_DEFINED_MULTIPLE_TIMES,
            "id: '" + line.key().path() + "' twice (expected: once)");
      }
    }
    List<CompletableFuture<Failure>> writing = new ArrayList<>(lines.size());
    for (BulkLine line : lines) {
      writing.add(
          window
              .enter(() -> write(line))
              .exceptionally(failure -> failed(line, failure))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(writing.toArray(new CompletableFuture<?>[0]))
        .thenApply(
            done -> writing.stream().map(CompletableFuture::join).filter(f -> f != null).toList());
  }

  /** Null when it went well. */
  private CompletionStage<Failure> write(BulkLine line) {
    try {
      Ids.check(line.key());
      return commands
          .call(line.key(), command(line.orThrow()))
          .handle((answer, failure) -> failure == null ? null : failed(line, failure));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failed(line, e));
    }
  }

  private Command command(BulkLine.Write line) {
    return new Command.ImportIdentity(
        line.mode(), spec(line), line.etag(), line.twinEtag(), line.tags(), line.desired(), limits);
  }

  private IdentitySpec spec(BulkLine.Write line) {
    return switch (line.mode()) {
      case CREATE, CREATE_OR_UPDATE, CREATE_OR_UPDATE_IF_MATCH_ETAG ->
          wishes.creation(line.key(), line.description());
      case UPDATE, UPDATE_IF_MATCH_ETAG -> wishes.update(line.key(), line.description());
      case DELETE, DELETE_IF_MATCH_ETAG, UPDATE_TWIN, UPDATE_TWIN_IF_MATCH_ETAG -> null;
    };
  }

  private static Failure failed(BulkLine line, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof HubException refusal
        ? new Failure(line, refusal.error(), refusal.getMessage())
        : new Failure(line, HubError.SERVER_ERROR, "The hub failed; its log says more.");
  }
}
