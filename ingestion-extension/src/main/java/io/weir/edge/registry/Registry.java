package io.weir.edge.registry;

import io.weir.device.command.Command;
import io.weir.device.error.HubError;
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

/**
 * The identity registry, whatever protocol it is asked in: reads come from the store, writes go
 * through the log. Failures are {@link HubException}s; SERVICE_UNAVAILABLE when the store cannot be
 * read.
 */
public final class Registry {

  /** REG-04. */
  public static final int MAX_LIST = 1000;

  private static final int PRESENCE_AT_ONCE = 100;

  private final DeviceStore store;
  private final CommandBus commands;
  private final IdentityWishes wishes;
  private final Liveness liveness;

  public Registry(DeviceStore store, CommandBus commands, KeyCipher cipher, Liveness liveness) {
    this.store = store;
    this.commands = commands;
    this.wishes = new IdentityWishes(cipher);
    this.liveness = liveness;
  }

  /** REST-01, REST-07; fails with DEVICE_NOT_FOUND or MODULE_NOT_FOUND. */
  public CompletionStage<DeviceView> get(TwinKey key) {
    Ids.check(key);
    return Reads.of(store.identity(key))
        .thenCompose(
            found ->
                found
                    .map(this::view)
                    .orElseGet(() -> CompletableFuture.failedFuture(Ids.notFound(key))));
  }

  /** REST-04. */
  public CompletionStage<List<DeviceView>> list(int limit) {
    if (limit < 1 || limit > MAX_LIST) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "top: " + limit + " (expected: 1.." + MAX_LIST + ")");
    }
    return Reads.of(store.identities(limit)).thenCompose(found -> views(found, new ArrayList<>()));
  }

  /** REST-06; fails with DEVICE_NOT_FOUND. */
  public CompletionStage<List<DeviceView>> modules(String deviceId) {
    TwinKey device = TwinKey.device(deviceId);
    Ids.check(device);
    return Reads.of(store.identity(device))
        .thenCompose(
            found ->
                found.isPresent()
                    ? Reads.of(store.modules(deviceId))
                    : CompletableFuture.failedFuture(Ids.notFound(device)))
        .thenCompose(found -> views(found, new ArrayList<>()));
  }

  /**
   * REST-02 and REST-08 without If-Match; fails with DEVICE_ALREADY_EXISTS or
   * MODULE_ALREADY_EXISTS.
   */
  public CompletionStage<DeviceView> create(TwinKey key, DeviceDescription description) {
    Ids.check(key);
    return commands
        .call(key, new Command.CreateIdentity(wishes.creation(key, description)))
        .thenCompose(this::written);
  }

  /**
   * REST-02 and REST-08 with If-Match; fails with DEVICE_NOT_FOUND, MODULE_NOT_FOUND or
   * PRECONDITION_FAILED.
   *
   * @param ifMatch an unquoted etag or {@code *}
   */
  public CompletionStage<DeviceView> update(
      TwinKey key, DeviceDescription description, String ifMatch) {
    Ids.check(key);
    return commands
        .call(key, new Command.UpdateIdentity(wishes.update(key, description), ifMatch))
        .thenCompose(this::written);
  }

  /**
   * REST-03, REST-09; fails with DEVICE_NOT_FOUND (REG-07), MODULE_NOT_FOUND or
   * PRECONDITION_FAILED.
   *
   * @param ifMatch an unquoted etag, {@code *}, or empty for no condition
   */
  public CompletionStage<Void> delete(TwinKey key, Optional<String> ifMatch) {
    Ids.check(key);
    return commands
        .call(key, new Command.DeleteIdentity(ifMatch.orElse(null)))
        .thenApply(answer -> null);
  }

  private CompletionStage<DeviceView> written(Answer answer) {
    if (answer instanceof Answer.IdentityAnswer done) {
      return view(done.identity());
    }
    throw new HubException(HubError.SERVER_ERROR, "The answer was not the one of the operation.");
  }

  private CompletionStage<DeviceView> view(Identity identity) {
    return liveness
        .of(identity.key())
        .thenApply(seen -> new DeviceView(identity, seen.connection(), seen.presence()));
  }

  private CompletionStage<List<DeviceView>> views(List<Identity> from, List<DeviceView> into) {
    if (from.isEmpty()) {
      return CompletableFuture.completedFuture(List.copyOf(into));
    }
    int count = Math.min(PRESENCE_AT_ONCE, from.size());
    List<CompletableFuture<DeviceView>> reading =
        from.subList(0, count).stream()
            .map(identity -> view(identity).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(reading.toArray(new CompletableFuture<?>[0]))
        .thenCompose(
            done -> {
              reading.forEach(view -> into.add(view.join()));
              return views(from.subList(count, from.size()), into);
            });
  }
}
