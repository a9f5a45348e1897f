package io.weir.jobs.devices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Subscription;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Status;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.Set;

/** Records of {@code device-commands} as an edge would write them. */
final class Commands {

  static final EdgeAddress EDGE = new EdgeAddress(3, "incarnation");

  private Commands() {}

  static CommandRecord create(String deviceId, long offset) {
    return record(deviceId, offset, new Command.CreateIdentity(spec(null)));
  }

  static CommandRecord disable(String deviceId, long offset) {
    return record(deviceId, offset, new Command.UpdateIdentity(spec(Status.DISABLED), "*"));
  }

  static CommandRecord delete(String deviceId, long offset) {
    return record(deviceId, offset, new Command.DeleteIdentity(null));
  }

  static CommandRecord connect(String deviceId, long offset, long authenticatedSince) {
    return record(
        deviceId,
        offset,
        new Command.Connect(
            new ConnectionId("incarnation", offset), EDGE, "mqtt", authenticatedSince, null));
  }

  static CommandRecord connectUntil(
      String deviceId, long offset, long authenticatedSince, long expires) {
    return record(
        deviceId,
        offset,
        new Command.Connect(
            new ConnectionId("incarnation", offset), EDGE, "mqtt", authenticatedSince, expires));
  }

  static CommandRecord tick(String deviceId, long offset) {
    return record(deviceId, offset, new Command.Tick());
  }

  static CommandRecord rules(String text, long offset) {
    return record("rules/default", offset, new Command.ApplyRules(text, null, null, null));
  }

  static CommandRecord createModule(String deviceId, String moduleId, long offset) {
    return record(deviceId, moduleId, offset, new Command.CreateIdentity(spec(null)));
  }

  /** A patch of tags and desired properties alike. */
  static CommandRecord patch(String deviceId, String moduleId, long offset, String json) {
    JsonNode patch = TwinJson.parse(json);
    return record(
        deviceId,
        moduleId,
        offset,
        new Command.UpdateTwin(patch, patch, false, null, TwinLimits.CURRENT));
  }

  /**
   * @param connectedAt the offset of the connect that holds it
   */
  static CommandRecord report(
      String deviceId, String moduleId, long offset, long connectedAt, String json) {
    return record(
        deviceId,
        moduleId,
        offset,
        new Command.UpdateReported(
            new ConnectionId("incarnation", connectedAt),
            TwinJson.parse(json),
            null,
            TwinLimits.CURRENT));
  }

  static CommandRecord subscribe(String deviceId, String moduleId, long offset, long connectedAt) {
    return record(
        deviceId,
        moduleId,
        offset,
        new Command.Subscribe(
            new ConnectionId("incarnation", connectedAt), Set.of(Subscription.DESIRED_PROPERTIES)));
  }

  /**
   * @param expires epoch milliseconds; null when it need not end
   */
  static CommandRecord connectModule(
      String deviceId, String moduleId, long offset, long authenticatedSince, Long expires) {
    return record(
        deviceId,
        moduleId,
        offset,
        new Command.Connect(
            new ConnectionId("incarnation", offset), EDGE, "mqtt", authenticatedSince, expires));
  }

  static CommandRecord record(String key, long offset, Command command) {
    return record(key, null, offset, command);
  }

  static CommandRecord record(String key, String moduleId, long offset, Command command) {
    return new CommandRecord(
        key,
        Codecs.COMMAND.encode(new CommandEnvelope(EDGE, offset, moduleId, command)),
        offset,
        1_700_000_000_000L + offset);
  }

  private static IdentitySpec spec(Status status) {
    return new IdentitySpec(
        status,
        null,
        null,
        null,
        null,
        EncryptedKey.of("AAAA"),
        EncryptedKey.of("BBBB"),
        null,
        null);
  }
}
