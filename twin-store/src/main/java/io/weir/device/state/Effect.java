package io.weir.device.state;

import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;

/** What a decision sends into the world, once its rows are durable. */
public sealed interface Effect {

  /** To the topic {@code edge}: the answer to a command. */
  record Reply(EdgeAddress to, long correlationId, Answer answer) implements Effect {}

  /** To the topic {@code edge}: this connection has lost. */
  record CloseConnection(EdgeAddress to, String deviceId, ConnectionId connection, HubError reason)
      implements Effect {}

  /**
   * To the topic {@code identity-changes}: connections that authenticated before this position end.
   *
   * @param authenticatedSince the position of the change: connections that authenticated against an
   *     identity whose {@code authenticatedSince} is smaller end, those of a later one stay
   */
  record IdentityChanged(String deviceId, long authenticatedSince) implements Effect {}

  /** To the topic {@code rules}. */
  record RulesPublished(RulesVersion rules) implements Effect {}
}
