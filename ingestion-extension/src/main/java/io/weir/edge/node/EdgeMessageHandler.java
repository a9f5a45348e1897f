package io.weir.edge.node;

import io.weir.device.topic.Duplicates;
import io.weir.device.topic.EdgeMessage;

/**
 * Does what the messages to one incarnation say: those for others are ignored (design, "The log's
 * rules" 8), and so are repeats (4).
 */
final class EdgeMessageHandler {

  private final String incarnation;
  private final Duplicates duplicates;
  private final PendingCalls calls;
  private final Connections connections;

  EdgeMessageHandler(
      String incarnation, Duplicates duplicates, PendingCalls calls, Connections connections) {
    this.incarnation = incarnation;
    this.duplicates = duplicates;
    this.calls = calls;
    this.connections = connections;
  }

  /**
   * @param key of the command that caused the message
   */
  void accept(String key, EdgeMessage message) {
    if (!message.incarnation().equals(incarnation)
        || !duplicates.isNew(key, message.position(), message.index())) {
      return;
    }
    if (message instanceof EdgeMessage.Reply reply) {
      calls.complete(reply.correlationId(), reply.answer());
    } else if (message instanceof EdgeMessage.CloseConnection close) {
      connections.close(close.key(), close.connection(), close.reason());
    } else if (message instanceof EdgeMessage.DesiredChanged change) {
      connections.desiredChanged(
          change.key(), change.connection(), change.version(), change.properties());
    }
  }
}
