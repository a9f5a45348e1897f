package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import java.util.List;

/**
 * How far a bulk update has come.
 *
 * @param patch as text, so that numbers keep their digits
 * @param underWay the twins that were sent the patch last, of which the outcome was not known yet
 * @param taken how many of the twins that were found have been sent it, with them
 */
record BulkUpdateState(
    String query, String patch, long changed, long failed, List<Twin> underWay, long taken) {

  /** A twin that the query found; {@code moduleId} may be null. */
  record Twin(String deviceId, String moduleId) {
    static Twin of(String path) {
      int slash = path.indexOf('/');
      return slash < 0
          ? new Twin(path, null)
          : new Twin(path.substring(0, slash), path.substring(slash + 1));
    }

    static Twin of(JsonNode found) {
      return new Twin(found.path("deviceId").asText(), found.path("moduleId").textValue());
    }

    String path() {
      return moduleId == null ? deviceId : deviceId + "/" + moduleId;
    }

    ObjectNode line(ObjectNode patch) {
      ObjectNode line = TwinJson.mapper().createObjectNode();
      line.put("id", deviceId);
      if (moduleId != null) {
        line.put("moduleId", moduleId);
      }
      line.put("importMode", "updateTwin");
      line.setAll(patch);
      return line;
    }
  }

  static BulkUpdateState beginning(String query, ObjectNode patch) {
    return new BulkUpdateState(query, TwinJson.text(patch), 0, 0, List.of(), 0);
  }

  boolean isOf(String otherQuery, ObjectNode otherPatch) {
    return query.equals(otherQuery) && TwinJson.parse(patch).equals(otherPatch);
  }

  BulkUpdateState sending(List<Twin> twins) {
    return new BulkUpdateState(query, patch, changed, failed, twins, taken + twins.size());
  }

  BulkUpdateState sent(int failures) {
    return new BulkUpdateState(
        query, patch, changed + underWay.size() - failures, failed + failures, List.of(), taken);
  }
}
