package io.weir.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import io.weir.device.store.SectionTexts;
import io.weir.device.store.TwinDocument;
import io.weir.device.store.TwinRow;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.SectionKind;
import io.weir.device.twin.SectionRules;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.DeviceStore;
import io.weir.edge.registry.Ids;
import io.weir.edge.registry.Liveness;
import io.weir.edge.registry.Reads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Twins, whatever protocol they are asked for in: reads come from the store, writes go through the
 * log. Failures are {@link HubException}s; SERVICE_UNAVAILABLE when the store cannot be read.
 */
public final class Twins {

  private final DeviceStore store;
  private final CommandBus commands;
  private final Liveness liveness;
  private final TwinLimits limits;

  /**
   * @param limits in force
   */
  public Twins(DeviceStore store, CommandBus commands, Liveness liveness, TwinLimits limits) {
    this.store = store;
    this.commands = commands;
    this.liveness = liveness;
    this.limits = limits;
  }

  /**
   * A twin as back ends see it.
   *
   * @param etag of the twin, unquoted
   * @param json TWIN-01
   */
  public record View(String etag, String json) {}

  /** REST-10, REST-13; fails with DEVICE_NOT_FOUND or MODULE_NOT_FOUND. */
  public CompletionStage<View> get(TwinKey key) {
    Ids.check(key);
    return shown(key, read(key));
  }

  /**
   * REST-11, REST-12, REST-14, REST-15: writes tags and desired properties.
   *
   * @param wish has passed {@link TwinWish#of}
   * @param ifMatch an unquoted etag, {@code *}, or null for no condition
   * @return the twin after the write; fails with DEVICE_NOT_FOUND, MODULE_NOT_FOUND,
   *     PRECONDITION_FAILED, or ARGUMENT_INVALID when it would become too large
   */
  public CompletionStage<View> write(TwinKey key, TwinWish wish, boolean replace, String ifMatch) {
    Ids.check(key);
    return commands
        .call(key, new Command.UpdateTwin(wish.tags(), wish.desired(), replace, ifMatch, limits))
        .thenCompose(answer -> written(key, answer));
  }

  /** The limits that what is sent must keep. */
  public TwinLimits limits() {
    return limits;
  }

  /**
   * A device's own view: desired and reported properties with their versions (MQTT-32).
   *
   * @return fails with DEVICE_NOT_FOUND or MODULE_NOT_FOUND
   */
  public CompletionStage<String> ofDevice(TwinKey key) {
    return read(key)
        .thenApply(
            row ->
                "{\"desired\":"
                    + row.desired().deviceWire()
                    + ",\"reported\":"
                    + row.reported().deviceWire()
                    + "}");
  }

  /**
   * MQTT-33: a device's patch of its reported properties.
   *
   * @param connection that it came by
   * @param patch JSON text
   * @param baseVersion the {@code $version} that the patch is for; null for any
   * @return the new {@code $version}; fails with ARGUMENT_INVALID, PRECONDITION_FAILED or
   *     CONNECTION_CLOSED
   */
  public CompletionStage<Long> report(
      TwinKey key, ConnectionId connection, String patch, Long baseVersion) {
    JsonNode checked;
    try {
      checked = SectionRules.checked(SectionKind.REPORTED, TwinJson.parse(patch), limits);
    } catch (InvalidTwinException e) {
      return CompletableFuture.failedFuture(
          new HubException(HubError.ARGUMENT_INVALID, e.getMessage(), e));
    }
    return commands
        .call(key, new Command.UpdateReported(connection, checked, baseVersion, limits))
        .thenApply(
            answer -> {
              if (answer instanceof Answer.ReportedAnswer done) {
                return done.version();
              }
              throw unexpected();
            });
  }

  private CompletionStage<TwinRow> read(TwinKey key) {
    return Reads.of(store.twin(key))
        .thenCompose(
            found ->
                found
                    .<CompletionStage<TwinRow>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.failedFuture(Ids.notFound(key))));
  }

  /** What the writer did not change is read from the store. */
  private CompletionStage<View> written(TwinKey key, Answer answer) {
    if (!(answer instanceof Answer.TwinAnswer done)) {
      throw unexpected();
    }
    return shown(
        key,
        read(key)
            .thenApply(
                row ->
                    new TwinRow(
                        done.identity(),
                        TwinJson.text(done.twin().tags()),
                        done.twin().version(),
                        SectionTexts.of(done.twin().desired()),
                        row.reported())));
  }

  /** Twin and presence are read at the same time. */
  private CompletionStage<View> shown(TwinKey key, CompletionStage<TwinRow> twin) {
    return twin.thenCombine(
        liveness.of(key),
        (row, seen) ->
            new View(
                row.etag(), TwinDocument.of(row, seen.connection().isPresent(), seen.presence())));
  }

  private static HubException unexpected() {
    return new HubException(HubError.SERVER_ERROR, "The answer was not the one of the operation.");
  }
}
