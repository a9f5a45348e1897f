package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import java.time.Instant;
import java.util.List;

/** Rule sets as JSON. What is not known is left out. */
final class RulesWriter {

  private RulesWriter() {}

  /** {@code {"version", "appliedAt", "appliedBy", "note", "text"}}. */
  static String version(RulesVersion rules) {
    return Json.object(
        json -> {
          json.put("version", rules.version());
          if (rules.version() > 0) {
            origin(json, rules.appliedAt(), rules.appliedBy(), rules.note());
          }
          json.put("text", rules.text());
        });
  }

  /** {@code {"versions": [{"version", "appliedAt", "bytes", "sha256", "appliedBy", "note"}]}}. */
  static String history(List<RulesSummary> versions) {
    return Json.object(
        json -> {
          ArrayNode list = json.putArray("versions");
          for (RulesSummary version : versions) {
            ObjectNode node = list.addObject();
            node.put("version", version.version());
            if (version.bytes() != null) {
              node.put("bytes", version.bytes());
              node.put("sha256", version.sha256());
            }
            origin(node, version.appliedAt(), version.appliedBy(), version.note());
          }
        });
  }

  /**
   * {@code {"shadow", "appliedAt", "appliedBy", "note", "beside", "text", "differences": [{"route",
   * "gained", "lost", "samples": [...]}]}}.
   */
  static String shadow(ShadowRules shadow, List<ShadowCount> differences) {
    return Json.object(
        json -> {
          json.put("shadow", shadow.id());
          origin(json, shadow.appliedAt(), shadow.appliedBy(), shadow.note());
          json.put("beside", shadow.beside());
          json.put("text", shadow.text());
          ArrayNode list = json.putArray("differences");
          for (ShadowCount count : differences) {
            ObjectNode node = list.addObject();
            node.put("route", count.route());
            node.put("gained", count.gained());
            node.put("lost", count.lost());
            ArrayNode samples = node.putArray("samples");
            count.samples().forEach(sample -> samples.add(Json.read(sample)));
          }
        });
  }

  private static void origin(ObjectNode json, long appliedAt, String appliedBy, String note) {
    json.put("appliedAt", Instant.ofEpochMilli(appliedAt).toString());
    if (appliedBy != null) {
      json.put("appliedBy", appliedBy);
    }
    if (note != null) {
      json.put("note", note);
    }
  }
}
