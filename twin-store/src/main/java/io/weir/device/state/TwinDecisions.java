package io.weir.device.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.Command;
import io.weir.device.error.HubError;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.Section;
import io.weir.device.twin.SectionKind;
import io.weir.device.twin.SectionRules;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.Tags;
import io.weir.device.twin.TwinLimits;

/** Writes of twins (TWIN-02..11). */
final class TwinDecisions {

  /** What a back end wants of tags and desired properties; null leaves a section alone. */
  record Wish(JsonNode tags, JsonNode desired, boolean replace, TwinLimits limits) {
    boolean isEmpty() {
      return tags == null && desired == null;
    }
  }

  void update(Turn turn, Command.UpdateTwin command) {
    if (!turn.allowsTwin(command.ifMatch())) {
      return;
    }
    Wish wish = new Wish(command.tags(), command.desired(), command.replace(), command.limits());
    if (write(turn, wish)) {
      turn.answer(new Answer.TwinAnswer(turn.self().identity(), turn.self().service()));
    }
  }

  /** Writes and tells; false when the wish was refused. */
  boolean write(Turn turn, Wish wish) {
    if (wish.isEmpty()) {
      return true;
    }
    Owner self = turn.self();
    ServiceTwin after = written(turn, self.service(), wish);
    if (after == null) {
      return false;
    }
    self.put(after);
    if (wish.desired != null) {
      turn.pushDesired(self, pushed(after.desired(), wish));
    }
    turn.emit(
        wish.replace
            ? DeviceEvents.replaced(self, turn)
            : DeviceEvents.updated(self, wish.tags, wish.desired, turn));
    return true;
  }

  /** The twin as the wish makes it; null when it was refused. */
  ServiceTwin written(Turn turn, ServiceTwin before, Wish wish) {
    try {
      return wish.isEmpty() ? before : after(before, wish, turn.now());
    } catch (InvalidTwinException e) {
      turn.refuse(HubError.ARGUMENT_INVALID, e.getMessage());
      return null;
    }
  }

  /**
   * The twin after the wish; whole, before anything is written.
   *
   * @throws InvalidTwinException when a section would become too large (TWIN-07)
   */
  private static ServiceTwin after(ServiceTwin before, Wish wish, long now) {
    ObjectNode tags = before.tags();
    if (wish.tags != null) {
      tags = wish.replace ? Tags.replaced(wish.tags) : Tags.merged(tags, wish.tags);
      SectionRules.checkSize(SectionKind.TAGS, tags, wish.limits);
    }
    Section desired = before.desired();
    if (wish.desired != null) {
      desired =
          wish.replace
              ? desired.replaced(SectionKind.DESIRED, wish.desired, now)
              : desired.merged(SectionKind.DESIRED, wish.desired, now);
      SectionRules.checkSize(SectionKind.DESIRED, desired.values(), wish.limits);
    }
    return new ServiceTwin(tags, desired, before.version() + 1);
  }

  /** A patch with its nulls, or the whole section (MQTT-36). */
  private static ObjectNode pushed(Section desired, Wish wish) {
    if (wish.replace || !wish.desired.isObject()) {
      return desired.deviceWire();
    }
    ObjectNode patch = ((ObjectNode) wish.desired).deepCopy();
    patch.put("$version", desired.version());
    return patch;
  }

  void report(Turn turn, Command.UpdateReported command) {
    if (!turn.exists() || !turn.isHeldBy(command.connection())) {
      return;
    }
    Owner self = turn.self();
    Section before = self.reported();
    if (command.baseVersion() != null && command.baseVersion() != before.version()) {
      turn.refuse(
          HubError.PRECONDITION_FAILED,
          "The reported properties' $version is "
              + before.version()
              + ", not "
              + command.baseVersion()
              + ".");
      return;
    }
    Section after = before.merged(SectionKind.REPORTED, command.patch(), turn.now());
    try {
      SectionRules.checkSize(SectionKind.REPORTED, after.values(), command.limits());
    } catch (InvalidTwinException e) {
      turn.refuse(HubError.ARGUMENT_INVALID, e.getMessage());
      return;
    }
    self.put(after);
    turn.answer(new Answer.ReportedAnswer(after.version()));
    turn.emit(DeviceEvents.reported(self, command.patch(), turn));
  }
}
