package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.Presence;
import io.weir.device.twin.TwinJson;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.registry.DeviceView;
import io.weir.edge.registry.Exports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** {@code /weir/devices}: everything that the hub keeps, as bulk lines (IMEX-02). */
final class ExportResource implements Resource {

  private static final int MAX_TOP = 1_000;

  private final Access access;
  private final Exports exports;
  private final DeviceWriter devices;
  private final Executor writing;

  /**
   * @param writing where keys are opened
   */
  ExportResource(Access access, Exports exports, DeviceWriter devices, Executor writing) {
    this.access = access;
    this.exports = exports;
    this.devices = devices;
    this.writing = writing;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    if (!request.method().equals("GET")) {
      throw Resource.notAllowed();
    }
    access.requireRight(request, Right.REGISTRY_READ);
    access.requireRight(request, Right.SERVICE_CONNECT);
    int top = request.parameter("top").map(ExportResource::number).orElse(MAX_TOP);
    boolean keys = !request.parameter("keys").equals(Optional.of("false"));
    return exports
        .page(request.header("x-ms-continuation").orElse(null), Math.max(1, Math.min(top, MAX_TOP)))
        .thenApplyAsync(page -> response(page, keys), writing);
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : MAX_TOP;
  }

  private RestResponse response(Exports.Page page, boolean keys) {
    Map<String, String> headers = new HashMap<>(RestResponse.json(200, "").headers());
    if (page.next() != null) {
      headers.put("x-ms-continuation", page.next());
    }
    List<String> lines = page.registered().map(twin -> line(twin, keys)).toList();
    return new RestResponse(200, headers, "[" + String.join(",", lines) + "]");
  }

  private String line(Exports.Registered twin, boolean keys) {
    ObjectNode device =
        devices.write(new DeviceView(twin.identity(), Optional.empty(), Presence.NEVER));
    ObjectNode line = TwinJson.mapper().createObjectNode();
    line.put("id", twin.identity().deviceId());
    for (String name : List.of("moduleId", "managedBy", "statusReason")) {
      if (device.hasNonNull(name)) {
        line.set(name, device.get(name));
      }
    }
    line.put("eTag", twin.identity().etag());
    line.set("status", device.get("status"));
    ObjectNode authentication = (ObjectNode) device.get("authentication");
    if (!keys) {
      authentication.remove("symmetricKey");
    }
    line.set("authentication", authentication);
    line.put("twinETag", twin.service().etag());
    line.set("tags", twin.service().tags());
    ObjectNode properties = line.putObject("properties");
    properties.set("desired", twin.service().desired().wire());
    properties.set("reported", twin.reported().wire());
    return TwinJson.text(line);
  }
}
