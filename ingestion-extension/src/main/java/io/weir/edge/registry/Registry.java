package io.weir.edge.registry;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.DeviceIds;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.secret.KeyCipher;
import io.weir.device.state.Answer;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The identity registry, whatever protocol it is asked in: reads come from the store, writes go
 * through the log. Failures are {@link HubException}s; SERVICE_UNAVAILABLE when the store cannot be
 * read.
 */
public final class Registry {

  /** REG-04. */
  public static final int MAX_LIST = 1000;

  private static final int PRESENCE_AT_ONCE = 100;

  private final IdentityStore store;
  private final CommandBus commands;
  private final IdentityWishes wishes;
  private final Predicate<EdgeAddress> alive;

  /**
   * @param alive whether a node's incarnation lives: who is held by a dead one is not connected
   */
  public Registry(
      IdentityStore store, CommandBus commands, KeyCipher cipher, Predicate<EdgeAddress> alive) {
    this.store = store;
    this.commands = commands;
    this.wishes = new IdentityWishes(cipher);
    this.alive = alive;
  }

  /** REST-01; fails with DEVICE_NOT_FOUND. */
  public CompletionStage<DeviceView> get(String deviceId) {
    checkId(deviceId);
    return Reads.of(store.identity(TwinKey.device(deviceId)))
        .thenCompose(
            found ->
                found
                    .map(this::withPresence)
                    .orElseGet(
                        () ->
                            CompletableFuture.failedFuture(
                                new HubException(
                                    HubError.DEVICE_NOT_FOUND,
                                    "Device '" + deviceId + "' is not registered."))));
  }

  /** REST-04. */
  public CompletionStage<List<DeviceView>> list(int limit) {
    if (limit < 1 || limit > MAX_LIST) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "top: " + limit + " (expected: 1.." + MAX_LIST + ")");
    }
    return Reads.of(store.identities(limit)).thenCompose(found -> views(found, new ArrayList<>()));
  }

  /** REST-02 without If-Match; fails with DEVICE_ALREADY_EXISTS. */
  public CompletionStage<DeviceView> create(String deviceId, DeviceDescription description) {
    checkId(deviceId);
    return commands
        .call(deviceId, new Command.CreateIdentity(wishes.creation(deviceId, description)))
        .thenCompose(this::written);
  }

  /**
   * REST-02 with If-Match; fails with DEVICE_NOT_FOUND or PRECONDITION_FAILED.
   *
   * @param ifMatch an unquoted etag or {@code *}
   */
  public CompletionStage<DeviceView> update(
      String deviceId, DeviceDescription description, String ifMatch) {
    checkId(deviceId);
    return commands
        .call(deviceId, new Command.UpdateIdentity(wishes.update(deviceId, description), ifMatch))
        .thenCompose(this::written);
  }

  /**
   * REST-03; fails with DEVICE_NOT_FOUND (REG-07) or PRECONDITION_FAILED.
   *
   * @param ifMatch an unquoted etag, {@code *}, or empty for no condition
   */
  public CompletionStage<Void> delete(String deviceId, Optional<String> ifMatch) {
    checkId(deviceId);
    return commands
        .call(deviceId, new Command.DeleteIdentity(ifMatch.orElse(null)))
        .thenApply(answer -> null);
  }

  private CompletionStage<DeviceView> written(Answer answer) {
    if (answer instanceof Answer.IdentityAnswer done) {
      return withPresence(done.identity());
    }
    throw new HubException(HubError.SERVER_ERROR, "The answer was not the one of the operation.");
  }

  /** Presence is worth no refusal: without an answer the device counts as not connected. */
  private CompletionStage<DeviceView> withPresence(Identity identity) {
    return store
        .connection(identity.key())
        .exceptionally(failure -> Optional.<Connection>empty())
        .thenApply(
            found ->
                new DeviceView(
                    identity, found.filter(connection -> alive.test(connection.edge()))));
  }

  private CompletionStage<List<DeviceView>> views(List<Identity> from, List<DeviceView> into) {
    if (from.isEmpty()) {
      return CompletableFuture.completedFuture(List.copyOf(into));
    }
    int count = Math.min(PRESENCE_AT_ONCE, from.size());
    List<CompletableFuture<DeviceView>> reading =
        from.subList(0, count).stream()
            .map(identity -> withPresence(identity).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(reading.toArray(new CompletableFuture<?>[0]))
        .thenCompose(
            done -> {
              reading.forEach(view -> into.add(view.join()));
              return views(from.subList(count, from.size()), into);
            });
  }

  /** REG-01. */
  private static void checkId(String deviceId) {
    if (!DeviceIds.isValid(deviceId)) {
      throw new HubException(
          HubError.ARGUMENT_INVALID,
          "deviceId: not valid (expected: 1..128 ASCII letters, digits and"
              + " - . + % _ # * ? ! ( ) , : = @ $ ' ;)");
    }
  }
}
