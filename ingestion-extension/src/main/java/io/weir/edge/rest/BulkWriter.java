package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.edge.registry.BulkWrites.Failure;
import java.util.List;

/** Writes what became of a bulk request (REG-06). */
final class BulkWriter {

  private BulkWriter() {}

  /** 400 with the same body when a line failed (REST-05). */
  static RestResponse write(List<Failure> failures) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("isSuccessful", failures.isEmpty());
    ArrayNode errors = json.putArray("errors");
    for (Failure failure : failures) {
      ObjectNode error = errors.addObject();
      error.put("deviceId", failure.line().key().deviceId());
      error.put("moduleId", failure.line().key().moduleId());
      error.put("errorCode", failure.error().wireName());
      error.put("errorStatus", failure.message());
      error.put("operation", failure.line().operation());
    }
    json.putArray("warnings");
    return RestResponse.json(failures.isEmpty() ? 200 : 400, Json.text(json));
  }
}
