package io.weir.device.topic;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
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

  /** This connection has lost: close it without asking. */
  record CloseConnection(
      String incarnation,
      long position,
      int index,
      String deviceId,
      ConnectionId connection,
      HubError reason)
      implements EdgeMessage {
    public CloseConnection {
      Objects.requireNonNull(incarnation, "incarnation");
      Objects.requireNonNull(deviceId, "deviceId");
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
