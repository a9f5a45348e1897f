package io.weir.jobs.devices;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.state.Effect;
import io.weir.device.state.Stamped;
import io.weir.device.telemetry.DeviceEventBody;
import io.weir.device.telemetry.DeviceEventHeaders;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.topic.IdentityChange;
import io.weir.device.topic.Topics;
import io.weir.jobs.kafka.OutboundRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The Kafka record of each effect, and of a tick. */
final class EffectRecords {

  private final Topics topics;

  EffectRecords(Topics topics) {
    this.topics = topics;
  }

  OutboundRecord of(Stamped stamped) {
    Effect effect = stamped.effect();
    if (effect instanceof Effect.Reply reply) {
      return toEdge(
          stamped.key(),
          reply.to(),
          new EdgeMessage.Reply(
              reply.to().incarnation(),
              stamped.position(),
              stamped.index(),
              reply.correlationId(),
              reply.answer()));
    }
    if (effect instanceof Effect.CloseConnection close) {
      return toEdge(
          stamped.key(),
          close.to(),
          new EdgeMessage.CloseConnection(
              close.to().incarnation(),
              stamped.position(),
              stamped.index(),
              close.key().deviceId(),
              close.connection(),
              close.reason(),
              close.key().moduleId()));
    }
    if (effect instanceof Effect.DesiredChanged change) {
      return toEdge(
          stamped.key(),
          change.to(),
          new EdgeMessage.DesiredChanged(
              change.to().incarnation(),
              stamped.position(),
              stamped.index(),
              change.key().deviceId(),
              change.key().moduleId(),
              change.connection(),
              change.version(),
              change.properties()));
    }
    if (effect instanceof Effect.IdentityChanged changed) {
      return keyed(
          topics.identityChanges(),
          changed.key().deviceId(),
          Codecs.IDENTITY_CHANGE.encode(
              new IdentityChange.Revoked(
                  changed.key().deviceId(),
                  changed.authenticatedSince(),
                  stamped.position(),
                  stamped.index(),
                  changed.key().moduleId())));
    }
    if (effect instanceof Effect.Happened event) {
      return event(stamped, event);
    }
    if (effect instanceof Effect.RulesPublished published) {
      return keyed(topics.rules(), Topics.RULES_IN_FORCE, Codecs.RULES.encode(published.rules()));
    }
    if (effect instanceof Effect.ShadowPublished published) {
      byte[] shadow =
          published.shadow() == null ? null : Codecs.SHADOW_RULES.encode(published.shadow());
      return keyed(topics.rules(), Topics.SHADOW_RULES, shadow);
    }
    if (effect instanceof Effect.RecordingsPublished published) {
      return keyed(
          topics.rules(), Topics.RECORDINGS, Codecs.RECORDINGS.encode(published.recordings()));
    }
    throw new IllegalStateException("effect: " + effect.getClass() + " (expected: a known one)");
  }

  /** The command of a timer that is due, for the device of that key. */
  OutboundRecord tick(String deviceId) {
    return keyed(
        topics.deviceCommands(),
        deviceId,
        Codecs.COMMAND.encode(new CommandEnvelope(null, 0, new Command.Tick())));
  }

  private OutboundRecord event(Stamped stamped, Effect.Happened event) {
    Headers headers = new RecordHeaders();
    DeviceEventHeaders.write(headers, topics.hub(), stamped, event);
    return new OutboundRecord(
        topics.deviceEvents(),
        null,
        null,
        stamped.key().getBytes(StandardCharsets.UTF_8),
        DeviceEventBody.bytes(event.body()),
        headers);
  }

  private OutboundRecord toEdge(String key, EdgeAddress to, EdgeMessage message) {
    return new OutboundRecord(
        topics.edge(),
        to.partition(),
        null,
        key.getBytes(StandardCharsets.UTF_8),
        Codecs.EDGE.encode(message),
        OutboundRecord.NO_HEADERS);
  }

  private static OutboundRecord keyed(String topic, String key, byte[] value) {
    return new OutboundRecord(
        topic, null, null, key.getBytes(StandardCharsets.UTF_8), value, OutboundRecord.NO_HEADERS);
  }
}
