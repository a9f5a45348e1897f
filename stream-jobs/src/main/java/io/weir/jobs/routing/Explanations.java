package io.weir.jobs.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.explain.Explainer;
import io.weir.dsl.explain.ExplanationJson;
import io.weir.dsl.message.SystemProperty;
import io.weir.jobs.explain.Brief;
import java.time.Instant;

/**
 * Explains messages by the rules that routed them. Used by one thread, which is not the task's: a
 * message is read anew.
 */
final class Explanations {

  /** An index has no room for the longest ids that devices may make up. */
  private static final int MAX_MESSAGE_ID = 1_000;

  private final TelemetryMessage message;
  private long version;
  private Explainer explainer;

  Explanations(Sources kind) {
    this.message = new TelemetryMessage(kind);
  }

  /**
   * An explanation and what it can be found by.
   *
   * @param messageId null when the message has none, or one that is too long to be looked for
   */
  record Kept(String messageId, String json) {}

  /**
   * The explanation; docs/rules.md has its shape.
   *
   * @param twin the one that the rules saw; may be null
   */
  Kept of(ExplanationReason reason, TelemetryRecord record, JsonNode twin, RoutingTable table) {
    message.of(record, twin);
    String messageId = message.systemProperty(SystemProperty.MESSAGE_ID);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    putIfKnown(json, "deviceId", message.systemProperty(SystemProperty.CONNECTION_DEVICE_ID));
    putIfKnown(json, "moduleId", message.systemProperty(SystemProperty.CONNECTION_MODULE_ID));
    putIfKnown(json, "messageId", messageId);
    json.put("source", message.source().wireName());
    json.put("enqueuedTime", Instant.ofEpochMilli(Math.max(0, record.timestamp())).toString());
    json.put("rulesVersion", table.version());
    json.put("reason", reason.wireName());
    json.setAll(ExplanationJson.of(explainer(table).explain(message)));
    boolean findable = messageId != null && messageId.length() <= MAX_MESSAGE_ID;
    return new Kept(findable ? messageId : null, Brief.text(json));
  }

  private Explainer explainer(RoutingTable table) {
    if (explainer == null || version != table.version()) {
      version = table.version();
      explainer = Explainer.of(table.rules(), table.text());
    }
    return explainer;
  }

  private static void putIfKnown(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
