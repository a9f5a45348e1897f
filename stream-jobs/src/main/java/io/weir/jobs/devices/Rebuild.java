package io.weir.jobs.devices;

import io.weir.device.codec.Codecs;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.DeviceState;
import io.weir.device.state.RulesState;
import io.weir.device.state.StateChange;
import io.weir.device.store.StoredState;
import io.weir.device.store.StoredState.Stored;
import io.weir.device.store.TwinRow;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the keyed state anew of what the store has (docs/architecture.md, "The log's rules" 10),
 * before the first command is read. Each row says which position changed it last, so that commands
 * which the log repeats from before are known.
 */
final class Rebuild {

  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
  private static final long TELL = 50_000;

  private final StoredState stored;
  private final Predicate<String> isMine;
  private final Keyed keyed;
  private long rows;

  /** The state of a key. */
  interface Keyed {
    /** All that follows is about this key. */
    Parts of(String key);

    void keep(Parts.Change change);

    /** What is due before and after. */
    void follow(KeyDecider.Due due);
  }

  /**
   * @param isMine whether this subtask owns a key
   */
  Rebuild(StoredState stored, Predicate<String> isMine, Keyed keyed) {
    this.stored = stored;
    this.isMine = isMine;
    this.keyed = keyed;
  }

  void run() {
    LOG.info("Rebuilding the state from the store");
    stored.twins(this::twin);
    stored.presences(this::presence);
    stored.connections(this::connection);
    stored.rules().ifPresent(this::rules);
    LOG.info("The state is rebuilt: {} rows", rows);
  }

  private boolean isWanted(String key) {
    boolean wanted = isMine.test(key);
    if (wanted && ++rows % TELL == 0) {
      LOG.info("Rebuilding the state from the store: {} rows so far", rows);
    }
    return wanted;
  }

  private void twin(Stored<TwinRow> row) {
    TwinKey key = row.key();
    if (!isWanted(key.deviceId())) {
      return;
    }
    Parts parts = keyed.of(key.deviceId());
    String module = key.moduleId();
    TwinRow twin = row.value();
    if (key.isModule()) {
      DeviceState device = head(parts, null);
      if (device.identity() == null) {
        // Its device is gone; the deletion of its row is on its way.
        return;
      }
      if (generation(twin.identity()) < generation(device.identity())) {
        // It went with its device, which has been created again since.
        return;
      }
      keep(new StateChange.KeepHead(null, device.withModule(module, 0)));
    }
    keep(new StateChange.KeepHead(module, DeviceState.recovered(twin.identity(), row.applied())));
    keep(new StateChange.KeepService(module, twin.service()));
    keep(new StateChange.KeepReported(module, twin.reported().section()));
  }

  private static long generation(Identity identity) {
    return Long.parseLong(identity.generationId());
  }

  private void presence(Stored<Presence> row) {
    if (isWanted(row.key().deviceId())) {
      DeviceState head = head(keyed.of(row.key().deviceId()), row.key().moduleId());
      if (head.identity() != null) {
        keep(
            new StateChange.KeepHead(
                row.key().moduleId(), head.withPresence(row.value(), row.applied())));
      }
    }
  }

  private void connection(Stored<Connection> row) {
    TwinKey key = row.key();
    if (!isWanted(key.deviceId())) {
      return;
    }
    Parts parts = keyed.of(key.deviceId());
    DeviceState before = head(parts, null);
    DeviceState head = head(parts, key.moduleId());
    if (head.identity() == null) {
      return;
    }
    Connection held = row.value();
    DeviceState device =
        key.isModule()
            ? before.withModule(key.moduleId(), held.expires() == null ? 0 : held.expires())
            : before.withConnection(held, row.applied());
    keep(new StateChange.KeepHead(null, device));
    if (key.isModule()) {
      keep(new StateChange.KeepHead(key.moduleId(), head.withConnection(held, row.applied())));
    }
    keyed.follow(new KeyDecider.Due(before.due(), device.due(), false));
  }

  private void rules(Stored<RulesState> row) {
    String key = row.key().path();
    if (isWanted(key)) {
      var unused = keyed.of(key);
      keyed.keep(
          new Parts.Change(
              Parts.HEAD, new Parts.Bytes(Codecs.RULES_STATE.encode(row.value()))));
    }
  }

  private static DeviceState head(Parts parts, String moduleId) {
    return new Parts.OfDevice(parts).head(moduleId);
  }

  private void keep(StateChange change) {
    Parts.changes(List.of(change)).forEach(keyed::keep);
  }
}
