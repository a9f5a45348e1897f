package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;

/** One mutation of one Cassandra row. Two changes of one row with one key: the later one wins. */
public sealed interface RowChange {

  /** Names the row among all rows of a device, so that pending writes of one row are coalesced. */
  String row();

  /** The identity's row, whole. */
  record PutIdentity(Identity identity) implements RowChange {
    @Override
    public String row() {
      return "devices";
    }
  }

  /** No identity any more. */
  record DropIdentity(String deviceId) implements RowChange {
    @Override
    public String row() {
      return "devices";
    }
  }

  /** Who holds the device. */
  record PutConnection(String deviceId, Connection connection) implements RowChange {
    @Override
    public String row() {
      return "connections";
    }
  }

  /** Nobody holds the device. */
  record DropConnection(String deviceId) implements RowChange {
    @Override
    public String row() {
      return "connections";
    }
  }

  /** A version of the rule set; versions are kept. */
  record PutRules(RulesVersion rules) implements RowChange {
    @Override
    public String row() {
      return "rules/" + rules.version();
    }
  }
}
