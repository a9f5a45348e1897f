package io.weir.edge.registry;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import io.weir.device.state.Answer.Remembered;
import io.weir.device.state.Fingerprint;
import io.weir.device.store.TwinRow;
import io.weir.edge.node.CommandBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Compares what the one writer remembers with what the store has, device by device. The writer
 * answers after everything that it decided before is in the store, so a row may be ahead of what it
 * says, and is looked at again then; it is never behind.
 */
public final class Doctor {

  private static final int ATTEMPTS = 5;

  private final DeviceStore store;
  private final CommandBus commands;
  private final Window window;

  /**
   * @param unanswered commands at a time
   */
  public Doctor(DeviceStore store, CommandBus commands, int unanswered) {
    this.store = store;
    this.commands = commands;
    this.window = new Window(unanswered);
  }

  /**
   * What was found about a device or module.
   *
   * @param difference empty when state and store agree
   */
  public record Finding(String path, String difference) {
    public boolean agrees() {
      return difference.isEmpty();
    }
  }

  /** Looks at the devices and their modules; what changes all the time may count as different. */
  public CompletionStage<List<Finding>> examine(List<String> deviceIds) {
    List<CompletableFuture<List<Finding>>> looking =
        deviceIds.stream()
            .map(id -> window.enter(() -> examine(id, ATTEMPTS)).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(looking.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> looking.stream().flatMap(findings -> findings.join().stream()).toList());
  }

  private CompletionStage<List<Finding>> examine(String deviceId, int attempts) {
    TwinKey device = TwinKey.device(deviceId);
    Ids.check(device);
    return commands
        .call(device, new Command.Inspect())
        .thenCompose(
            answer ->
                rows(device)
                    .thenApply(
                        rows -> compared(device, ((Answer.Inspected) answer).owners(), rows)))
        .thenCompose(
            findings ->
                attempts > 1 && !findings.stream().allMatch(Finding::agrees)
                    ? examine(deviceId, attempts - 1)
                    : CompletableFuture.completedFuture(findings));
  }

  /** What the store has of one owner. */
  private record Row(TwinRow twin, Optional<Connection> connection, Presence presence) {
    String fingerprint() {
      return Fingerprint.of(
          twin.identity(),
          twin.service(),
          twin.reported().section(),
          connection.orElse(null),
          presence);
    }
  }

  private CompletionStage<Map<String, Row>> rows(TwinKey device) {
    return Reads.of(store.modules(device.deviceId()))
        .thenCompose(
            modules -> {
              List<TwinKey> keys = new ArrayList<>();
              keys.add(device);
              modules.stream().map(Identity::key).forEach(keys::add);
              List<CompletableFuture<Optional<Row>>> reading =
                  keys.stream().map(key -> row(key).toCompletableFuture()).toList();
              return CompletableFuture.allOf(reading.toArray(new CompletableFuture<?>[0]))
                  .thenApply(done -> byName(keys, reading));
            });
  }

  private static Map<String, Row> byName(
      List<TwinKey> keys, List<CompletableFuture<Optional<Row>>> read) {
    Map<String, Row> rows = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String name = keys.get(i).isModule() ? keys.get(i).moduleId() : "";
      read.get(i).join().ifPresent(row -> rows.put(name, row));
    }
    return rows;
  }

  private CompletionStage<Optional<Row>> row(TwinKey key) {
    CompletionStage<Optional<TwinRow>> twin = Reads.of(store.twin(key));
    CompletionStage<Optional<Connection>> connection = Reads.of(store.connection(key));
    CompletionStage<Presence> presence = Reads.of(store.presence(key));
    return twin.thenCompose(
        found ->
            connection.thenCombine(
                presence, (held, seen) -> found.map(row -> new Row(row, held, seen))));
  }

  private static List<Finding> compared(
      TwinKey device, Map<String, Remembered> state, Map<String, Row> rows) {
    List<Finding> findings = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(state.keySet());
    names.addAll(rows.keySet());
    for (String name : names) {
      String path = name.isEmpty() ? device.deviceId() : device.deviceId() + "/" + name;
      findings.add(new Finding(path, difference(state.get(name), rows.get(name))));
    }
    return findings;
  }

  private static String difference(Remembered remembered, Row row) {
    if (remembered == null) {
      return "in the store, not in the state";
    }
    if (row == null) {
      return "in the state, not in the store";
    }
    return row.fingerprint().equals(remembered.fingerprint())
        ? ""
        : "the state of position "
            + Math.max(remembered.applied(), remembered.presenceApplied())
            + " is not what the store has";
  }
}
