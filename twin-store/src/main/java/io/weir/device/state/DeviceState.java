package io.weir.device.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the one writer remembers of a device or a module, its twin's sections excepted.
 *
 * @param identity null when it is not registered
 * @param connection null when nobody holds it
 * @param now the time of the last decision that changed something, in epoch milliseconds: the clock
 *     of a device's life never runs backwards (design, "The log's rules" 2)
 * @param presence {@link Presence#NEVER} when it was never here
 * @param modules of a device: each module's id, and when its connection has to end with its
 *     credential, epoch milliseconds; 0 when it need not
 * @param applied the position that changed identity or twin last; what is not above it was decided
 *     before (design, "The log's rules" 10)
 * @param presenceApplied the position that changed connection or presence last
 * @param recovered whether this was read from the store and no command was skipped since: effects
 *     may be lost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceState(
    Identity identity,
    Connection connection,
    long now,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NeverHere.class)
        Presence presence,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> modules,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long applied,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long presenceApplied,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean recovered) {

  public static final DeviceState UNKNOWN = new DeviceState(null, null, 0);

  public DeviceState {
    presence = presence == null ? Presence.NEVER : presence;
    modules = modules == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(modules));
  }

  /** As the first release left it. */
  public DeviceState(Identity identity, Connection connection, long now) {
    this(identity, connection, now, Presence.NEVER, Map.of(), 0, 0, false);
  }

  /** As the store has it, after the state was lost. */
  public static DeviceState recovered(Identity identity, long applied) {
    return new DeviceState(identity, null, 0, Presence.NEVER, Map.of(), applied, 0, true);
  }

  /** With who was here, as the store has it. */
  public DeviceState withPresence(Presence known, long position) {
    return new DeviceState(identity, connection, now, known, modules, applied, position, recovered);
  }

  /** With who holds it, as the store has it. */
  public DeviceState withConnection(Connection holder, long position) {
    long latest = Math.max(presenceApplied, position);
    return new DeviceState(identity, holder, now, presence, modules, applied, latest, recovered);
  }

  /** With a module, as the store has it. */
  public DeviceState withModule(String moduleId, long expires) {
    Map<String, Long> more = new TreeMap<>(modules);
    more.put(moduleId, expires);
    return new DeviceState(
        identity, connection, now, presence, more, applied, presenceApplied, recovered);
  }

  /** When a tick of the device is due next, epoch milliseconds; null when never. */
  public Long due() {
    Long earliest = connection == null ? null : connection.expires();
    for (long expires : modules.values()) {
      if (expires != 0 && (earliest == null || expires < earliest)) {
        earliest = expires;
      }
    }
    return earliest;
  }

  /** Tells what need not be written. */
  static final class NeverHere {
    @Override
    public boolean equals(Object other) {
      return other == null || other.equals(Presence.NEVER);
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }
}
