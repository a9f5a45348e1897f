package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.Objects;

/** One mutation of one Cassandra row. Two changes of one row with one key: the later one wins. */
public sealed interface RowChange {

  /** Names the row among all rows of a device, so that pending writes of one row are coalesced. */
  String row();

  /**
   * Whether its row says how far a device's commands were decided (docs/architecture.md, "When the
   * state is lost"): it is written after the other rows of its decision.
   */
  default boolean tellsHowFar() {
    return this instanceof PutDevice || this instanceof DropDevice || this instanceof PutPresence;
  }

  /**
   * This change and an earlier one of the same row, both pending, as one mutation with this one's
   * position.
   */
  default RowChange after(RowChange earlier) {
    return this;
  }

  /**
   * Identity and twin of a device or module: the groups of columns that changed. What is given is
   * what it is at the change's position, so a group that an earlier change gave goes along.
   *
   * @param identity null when it did not change
   * @param service likewise
   * @param reported likewise
   */
  record PutDevice(TwinKey key, Identity identity, ServiceTwin service, Section reported)
      implements RowChange {
    public PutDevice {
      Objects.requireNonNull(key, "key");
    }

    @Override
    public String row() {
      return rowOf("devices", key);
    }

    @Override
    public RowChange after(RowChange earlier) {
      return earlier instanceof PutDevice put
          ? new PutDevice(
              key,
              identity == null ? put.identity : identity,
              service == null ? put.service : service,
              reported == null ? put.reported : reported)
          : this;
    }
  }

  /** Not registered any more. */
  record DropDevice(TwinKey key) implements RowChange {
    @Override
    public String row() {
      return rowOf("devices", key);
    }
  }

  /** All of a device's modules are gone, and who held them. */
  record DropModules(String deviceId) implements RowChange {
    @Override
    public String row() {
      return "modules";
    }
  }

  /** Who holds the device. */
  record PutConnection(TwinKey key, Connection connection) implements RowChange {
    @Override
    public String row() {
      return rowOf("connections", key);
    }
  }

  /** Nobody holds the device. */
  record DropConnection(TwinKey key) implements RowChange {
    @Override
    public String row() {
      return rowOf("connections", key);
    }
  }

  /** When the device was here. */
  record PutPresence(TwinKey key, Presence presence) implements RowChange {
    @Override
    public String row() {
      return rowOf("presence", key);
    }
  }

  /** As if it had never been here. */
  record DropPresence(TwinKey key) implements RowChange {
    @Override
    public String row() {
      return rowOf("presence", key);
    }
  }

  /**
   * A version of the rule set. What it makes of the shadow goes with it in one mutation: a shadow
   * is never gone without being in force.
   *
   * @param endsShadow whether it was the shadow, which is none any more
   */
  record PutRules(RulesVersion rules, boolean endsShadow) implements RowChange {

    /** The shadow stays as it is. */
    public PutRules(RulesVersion rules) {
      this(rules, false);
    }

    @Override
    public String row() {
      return rulesRow(rules.version());
    }
  }

  /** A version of the rule set is too old to be kept. */
  record DropRules(long version) implements RowChange {
    @Override
    public String row() {
      return rulesRow(version);
    }
  }

  /**
   * The rule set beside the one in force.
   *
   * @param shadow null when there is none any more
   */
  record PutShadow(ShadowRules shadow) implements RowChange {
    @Override
    public String row() {
      return "rules/shadow";
    }
  }

  private static String rulesRow(long version) {
    return "rules/" + version;
  }

  private static String rowOf(String table, TwinKey key) {
    return key.isModule() ? table + "/" + key.moduleId() : table;
  }
}
