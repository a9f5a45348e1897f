package io.weir.edge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.Doctor;
import io.weir.edge.registry.Doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /weir/doctor/twins}: whether state and store agree about up to a hundred devices. */
final class DoctorResource implements Resource {

  private static final int MAX_IDS = 100;

  private final Access access;
  private final Doctor doctor;

  DoctorResource(Access access, Doctor doctor) {
    this.access = access;
    this.doctor = doctor;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    if (!request.method().equals("POST")) {
      throw Resource.notAllowed();
    }
    access.requireRight(request, Right.REGISTRY_WRITE);
    List<String> ids = new ArrayList<>();
    for (JsonNode id : Json.read(request.body()).path("ids")) {
      ids.add(id.asText());
    }
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "ids: " + ids.size() + " (expected: 1.." + MAX_IDS + ")");
    }
    return doctor.examine(ids).thenApply(DoctorResource::response);
  }

  private static RestResponse response(List<Finding> findings) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("examined", findings.size());
    ArrayNode different = json.putArray("different");
    for (Finding finding : findings) {
      if (!finding.agrees()) {
        different.addObject().put("id", finding.path()).put("detail", finding.difference());
      }
    }
    return RestResponse.json(200, Json.text(json));
  }
}
