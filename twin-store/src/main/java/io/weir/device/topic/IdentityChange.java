package io.weir.device.topic;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.identity.TwinKey;
import java.util.Objects;

/** A record's value on the topic {@code identity-changes}, which every edge node reads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IdentityChange.Revoked.class, name = "revoked"),
  @JsonSubTypes.Type(value = IdentityChange.Heartbeat.class, name = "heartbeat"),
})
public sealed interface IdentityChange {

  /**
   * Connections of the device that authenticated against an identity whose {@code
   * authenticatedSince} is smaller than this one end now.
   *
   * @param moduleId of the device; null when its own connections end
   */
  record Revoked(
      String deviceId, long authenticatedSince, long position, int index, String moduleId)
      implements IdentityChange {
    public Revoked {
      Objects.requireNonNull(deviceId, "deviceId");
    }

    public TwinKey key() {
      return new TwinKey(deviceId, moduleId);
    }
  }

  /**
   * A node lives, and claims or keeps its partition of the topic {@code edge}.
   *
   * @param counter increases with each heartbeat of the incarnation; the node renews its lease when
   *     it reads its own heartbeat back
   */
  record Heartbeat(String node, EdgeAddress address, long counter) implements IdentityChange {
    public Heartbeat {
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(address, "address");
    }
  }
}
