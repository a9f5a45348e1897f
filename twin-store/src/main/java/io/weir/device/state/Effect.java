package io.weir.device.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;

/** What a decision sends into the world, once its rows are durable. */
public sealed interface Effect {

  /** To the topic {@code edge}: the answer to a command. */
  record Reply(EdgeAddress to, long correlationId, Answer answer) implements Effect {}

  /** To the topic {@code edge}: this connection has lost. */
  record CloseConnection(EdgeAddress to, TwinKey key, ConnectionId connection, HubError reason)
      implements Effect {}

  /**
   * To the topic {@code edge}: the device's desired properties have changed, and it wants to know
   * (MQTT-36, MQTT-37).
   *
   * @param properties the patch with its nulls, or the whole section; with {@code $version}
   */
  record DesiredChanged(
      EdgeAddress to, TwinKey key, ConnectionId connection, long version, ObjectNode properties)
      implements Effect {}

  /**
   * To the topic {@code identity-changes}: connections that authenticated before this position end.
   *
   * @param authenticatedSince the position of the change: connections that authenticated against an
   *     identity whose {@code authenticatedSince} is smaller end, those of a later one stay
   */
  record IdentityChanged(TwinKey key, long authenticatedSince) implements Effect {}

  /**
   * To the topic {@code device-events} (ROUTE-14).
   *
   * @param time epoch milliseconds
   * @param body JSON
   */
  record Happened(TwinKey key, DeviceEventType type, long time, ObjectNode body)
      implements Effect {}

  /** To the topic {@code rules}. */
  record RulesPublished(RulesVersion rules) implements Effect {}

  /**
   * To the topic {@code rules}.
   *
   * @param shadow null when there is none any more
   */
  record ShadowPublished(ShadowRules shadow) implements Effect {}

  /** The devices whose messages are explained have changed. */
  record RecordingsPublished(Recordings recordings) implements Effect {}
}
