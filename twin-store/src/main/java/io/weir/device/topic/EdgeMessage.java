package io.weir.device.topic;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import java.util.Objects;

/**
 * A record's value on the topic {@code edge}; the partition is the addressee's, the key the device
 * id. A node ignores what is for another incarnation.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EdgeMessage.Reply.class, name = "reply"),
  @JsonSubTypes.Type(value = EdgeMessage.CloseConnection.class, name = "closeConnection"),
  @JsonSubTypes.Type(value = EdgeMessage.DesiredChanged.class, name = "desiredChanged"),
})
public sealed interface EdgeMessage {

  String incarnation();

  long position();

  int index();

  /** The answer to a command. */
  record Reply(String incarnation, long position, int index, long correlationId, Answer answer)
      implements EdgeMessage {
    public Reply {
      Objects.requireNonNull(incarnation, "incarnation");
      Objects.requireNonNull(answer, "answer");
    }
  }

  /**
   * This connection has lost: close it without asking.
   *
   * @param moduleId null when the connection is the device's own
   */
  record CloseConnection(
      String incarnation,
      long position,
      int index,
      String deviceId,
      ConnectionId connection,
      HubError reason,
      String moduleId)
      implements EdgeMessage {
    public CloseConnection {
      Objects.requireNonNull(incarnation, "incarnation");
      Objects.requireNonNull(deviceId, "deviceId");
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(reason, "reason");
    }

    public TwinKey key() {
      return new TwinKey(deviceId, moduleId);
    }
  }

  /**
   * Tell the connection of its desired properties (MQTT-36).
   *
   * @param moduleId null when the connection is the device's own
   * @param version the {@code $version} that they have now
   * @param properties the patch with its nulls, or the whole section; with {@code $version}
   */
  record DesiredChanged(
      String incarnation,
      long position,
      int index,
      String deviceId,
      String moduleId,
      ConnectionId connection,
      long version,
      ObjectNode properties)
      implements EdgeMessage {
    public DesiredChanged {
      Objects.requireNonNull(incarnation, "incarnation");
      Objects.requireNonNull(deviceId, "deviceId");
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(properties, "properties");
    }

    public TwinKey key() {
      return new TwinKey(deviceId, moduleId);
    }
  }
}
