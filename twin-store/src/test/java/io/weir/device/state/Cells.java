package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The device tables by Cassandra's rule: a cell keeps the value of the highest timestamp, and a
 * deletion takes every cell that is not newer. Columns that are written together are one cell here.
 */
final class Cells {

  private record Cell(Object value, long timestamp) {}

  /** The rows of one device; of its modules, too, since they can be deleted together. */
  private static final class Partition {
    private final Map<String, Map<String, Cell>> rows = new TreeMap<>();
    private final Map<String, Long> deleted = new HashMap<>();
    private long modulesDeleted = Long.MIN_VALUE;
  }

  private final Map<String, Partition> partitions = new TreeMap<>();

  Cells() {}

  /** Writes one change of one row with the position as its timestamp. */
  void write(String deviceId, RowChange change, long position) {
    Partition partition = partitions.computeIfAbsent(deviceId, id -> new Partition());
    if (change instanceof RowChange.PutDevice put) {
      String row = row("devices", put.key());
      set(partition, row, "identity", put.identity(), position);
      set(partition, row, "service", put.service(), position);
      set(partition, row, "reported", put.reported(), position);
      set(partition, row, "applied", position, position);
    } else if (change instanceof RowChange.PutConnection put) {
      String row = row("connections", put.key());
      set(partition, row, "connection", put.connection(), position);
      set(partition, row, "applied", position, position);
    } else if (change instanceof RowChange.PutPresence put) {
      String row = row("presence", put.key());
      set(partition, row, "presence", put.presence(), position);
      set(partition, row, "applied", position, position);
    } else if (change instanceof RowChange.DropDevice drop) {
      partition.deleted.merge(row("devices", drop.key()), position, Math::max);
    } else if (change instanceof RowChange.DropConnection drop) {
      partition.deleted.merge(row("connections", drop.key()), position, Math::max);
    } else if (change instanceof RowChange.DropPresence drop) {
      partition.deleted.merge(row("presence", drop.key()), position, Math::max);
    } else if (change instanceof RowChange.DropModules) {
      partition.modulesDeleted = Math.max(partition.modulesDeleted, position);
    } else {
      throw new AssertionError("change: " + change + " (expected: of a device)");
    }
  }

  /** A group of columns that was not given stays as it is. */
  private static void set(
      Partition partition, String row, String column, Object value, long timestamp) {
    if (value != null) {
      partition
          .rows
          .computeIfAbsent(row, name -> new TreeMap<>())
          .merge(
              column,
              new Cell(value, timestamp),
              (old, next) -> next.timestamp >= old.timestamp ? next : old);
    }
  }

  Identity identity(TwinKey key) {
    return (Identity) value(key, "devices", "identity");
  }

  ServiceTwin service(TwinKey key) {
    return (ServiceTwin) value(key, "devices", "service");
  }

  Section reported(TwinKey key) {
    return (Section) value(key, "devices", "reported");
  }

  Connection connection(TwinKey key) {
    return (Connection) value(key, "connections", "connection");
  }

  Presence presence(TwinKey key) {
    Presence presence = (Presence) value(key, "presence", "presence");
    return presence == null ? Presence.NEVER : presence;
  }

  /** 0 when there is no such row. */
  private long applied(TwinKey key, String table) {
    Long applied = (Long) value(key, table, "applied");
    return applied == null ? 0 : applied;
  }

  /** Null when there is none. */
  private Object value(TwinKey key, String table, String column) {
    return live(partitions.getOrDefault(key.deviceId(), new Partition()), row(table, key))
        .get(column);
  }

  private static Map<String, Object> live(Partition partition, String row) {
    long deleted = partition.deleted.getOrDefault(row, Long.MIN_VALUE);
    long all = row.contains("/") ? partition.modulesDeleted : Long.MIN_VALUE;
    Map<String, Object> live = new TreeMap<>();
    partition
        .rows
        .getOrDefault(row, Map.of())
        .forEach(
            (column, cell) -> {
              if (cell.timestamp > Math.max(deleted, all)) {
                live.put(column, cell.value);
              }
            });
    return live;
  }

  /** What a reader finds in all rows of one of the tables, by {@code DEVICE TABLE[/MODULE]}. */
  Map<String, Map<String, Object>> rows(String table) {
    Map<String, Map<String, Object>> found = new TreeMap<>();
    partitions.forEach(
        (deviceId, partition) -> {
          for (String row : partition.rows.keySet()) {
            Map<String, Object> live = live(partition, row);
            if (!live.isEmpty() && (row.equals(table) || row.startsWith(table + "/"))) {
              found.put(deviceId + " " + row, live);
            }
          }
        });
    return found;
  }

  /** The state that is made of the rows when it was lost. */
  InMemoryDevice rebuilt(String deviceId) {
    InMemoryDevice device = new InMemoryDevice();
    TwinKey key = TwinKey.device(deviceId);
    if (identity(key) == null) {
      return device;
    }
    keepTwin(device, key);
    DeviceState head = withPresence(recovered(key), key);
    for (String moduleId : modules(deviceId)) {
      TwinKey module = new TwinKey(deviceId, moduleId);
      keepTwin(device, module);
      DeviceState moduleHead = withPresence(recovered(module), module);
      device.keep(new StateChange.KeepHead(moduleId, moduleHead));
      Long due = moduleHead.due();
      head = head.withModule(moduleId, due == null ? 0 : due);
    }
    device.keep(new StateChange.KeepHead(null, head));
    return device;
  }

  private DeviceState recovered(TwinKey key) {
    return DeviceState.recovered(identity(key), applied(key, "devices"));
  }

  private DeviceState withPresence(DeviceState head, TwinKey key) {
    DeviceState present = head;
    if (!presence(key).equals(Presence.NEVER)) {
      present = present.withPresence(presence(key), applied(key, "presence"));
    }
    if (connection(key) != null) {
      present = present.withConnection(connection(key), applied(key, "connections"));
    }
    return present;
  }

  private void keepTwin(InMemoryDevice device, TwinKey key) {
    device.keep(new StateChange.KeepService(key.moduleId(), service(key)));
    device.keep(new StateChange.KeepReported(key.moduleId(), reported(key)));
  }

  private List<String> modules(String deviceId) {
    Partition partition = partitions.get(deviceId);
    return partition.rows.keySet().stream()
        .filter(row -> row.startsWith("devices/"))
        .filter(row -> !live(partition, row).isEmpty())
        .map(row -> row.substring("devices/".length()))
        .toList();
  }

  private static String row(String table, TwinKey key) {
    return key.isModule() ? table + "/" + key.moduleId() : table;
  }
}
