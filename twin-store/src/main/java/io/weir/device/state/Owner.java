package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.connection.Subscription;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The scratch pad of one decision about a device or one of its modules. */
final class Owner {

  private final TwinKey key;
  private final DeviceMemory memory;
  private final DeviceState before;
  private final Map<String, Long> modules;
  private Identity identity;
  private Connection connection;
  private Presence presence;
  private ServiceTwin service;
  private Section reported;
  private boolean recovered;
  private boolean identityChanged;
  private boolean serviceChanged;
  private boolean reportedChanged;

  Owner(TwinKey key, DeviceMemory memory) {
    this.key = key;
    this.memory = memory;
    this.before = memory.head(key.moduleId());
    this.modules = new TreeMap<>(before.modules());
    this.identity = before.identity();
    this.connection = before.connection();
    this.presence = before.presence();
    this.recovered = before.recovered();
  }

  TwinKey key() {
    return key;
  }

  DeviceState before() {
    return before;
  }

  /** Null when there is none. */
  Identity identity() {
    return identity;
  }

  /** Null when there is none. */
  Connection connection() {
    return connection;
  }

  Presence presence() {
    return presence;
  }

  Map<String, Long> modules() {
    return modules;
  }

  ServiceTwin service() {
    if (service == null) {
      service = memory.service(key.moduleId());
    }
    return service;
  }

  Section reported() {
    if (reported == null) {
      reported = memory.reported(key.moduleId());
    }
    return reported;
  }

  /** A new life: a new twin, and nobody was ever here. */
  void create(Identity created) {
    put(created);
    put(ServiceTwin.initial());
    put(Section.initial());
    modules.clear();
  }

  void put(Identity after) {
    identity = after;
    identityChanged = true;
  }

  void put(ServiceTwin after) {
    service = after;
    serviceChanged = true;
  }

  void put(Section after) {
    reported = after;
    reportedChanged = true;
  }

  void drop() {
    identity = null;
    connection = null;
    presence = Presence.NEVER;
    modules.clear();
  }

  void connect(Connection to, Set<Subscription> subscriptions, long now) {
    presence =
        new Presence(connection == null ? now : presence.stateUpdatedTime(), now, subscriptions);
    connection = to;
  }

  /** A module's clock may be ahead of its device's, whose command ends the connection. */
  void disconnect(long now) {
    long later = Math.max(now, before.now());
    connection = null;
    presence = new Presence(later, later, presence.subscriptions());
  }

  void subscribe(Set<Subscription> added, Set<Subscription> removed, long now) {
    Set<Subscription> all = EnumSet.noneOf(Subscription.class);
    all.addAll(presence.subscriptions());
    all.addAll(added);
    all.removeAll(removed);
    if (!all.equals(presence.subscriptions())) {
      presence = new Presence(presence.stateUpdatedTime(), now, all);
    }
  }

  void active(long now) {
    presence = new Presence(presence.stateUpdatedTime(), now, presence.subscriptions());
  }

  /** What was lost with the state has been told again. */
  void settleRecovery() {
    recovered = false;
  }

  boolean hears(Subscription subscription) {
    return connection != null && presence.subscriptions().contains(subscription);
  }

  /** When the connection has to end, epoch milliseconds; 0 when it need not. */
  long expires() {
    return connection == null || connection.expires() == null ? 0 : connection.expires();
  }

  private boolean registrationChanged() {
    return identityChanged || serviceChanged || reportedChanged;
  }

  private boolean dropped() {
    return identity == null && before.identity() != null;
  }

  List<RowChange> rows() {
    List<RowChange> rows = new ArrayList<>(3);
    if (dropped()) {
      rows.add(new RowChange.DropDevice(key));
    } else if (registrationChanged()) {
      rows.add(
          new RowChange.PutDevice(
              key,
              identityChanged ? identity : null,
              serviceChanged ? service : null,
              reportedChanged ? reported : null));
    }
    if (!Objects.equals(connection, before.connection())) {
      rows.add(
          connection == null
              ? new RowChange.DropConnection(key)
              : new RowChange.PutConnection(key, connection));
    }
    if (!presence.equals(before.presence())) {
      rows.add(
          presence.equals(Presence.NEVER)
              ? new RowChange.DropPresence(key)
              : new RowChange.PutPresence(key, presence));
    }
    return rows;
  }

  /** In the order head, service, reported; nothing when nothing changed. */
  List<StateChange> changes(long position, long now) {
    boolean connectionChanged =
        !Objects.equals(connection, before.connection()) || !presence.equals(before.presence());
    boolean headChanged =
        registrationChanged()
            || connectionChanged
            || recovered != before.recovered()
            || !modules.equals(before.modules());
    if (dropped()) {
      return List.of(new StateChange.Forget(key.moduleId()));
    }
    if (!headChanged) {
      return List.of();
    }
    List<StateChange> changes = new ArrayList<>(3);
    changes.add(
        new StateChange.KeepHead(
            key.moduleId(),
            new DeviceState(
                identity,
                connection,
                Math.max(now, before.now()),
                presence,
                modules,
                registrationChanged() ? position : before.applied(),
                connectionChanged ? position : before.presenceApplied(),
                recovered)));
    if (serviceChanged) {
      changes.add(new StateChange.KeepService(key.moduleId(), service));
    }
    if (reportedChanged) {
      changes.add(new StateChange.KeepReported(key.moduleId(), reported));
    }
    return changes;
  }
}
