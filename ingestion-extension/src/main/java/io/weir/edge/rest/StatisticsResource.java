package io.weir.edge.rest;

import io.weir.device.identity.DeviceTotals;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.registry.Reads;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /statistics}: how many devices there are (REST-19, REST-20). */
final class StatisticsResource implements Resource {

  private static final List<String> DEVICES = List.of("statistics", "devices");
  private static final List<String> SERVICE = List.of("statistics", "service");

  private final Access access;
  private final Supplier<CompletionStage<DeviceTotals>> counts;

  StatisticsResource(Access access, Supplier<CompletionStage<DeviceTotals>> counts) {
    this.access = access;
    this.counts = counts;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    boolean devices = request.path().equals(DEVICES);
    if (!devices && !request.path().equals(SERVICE)) {
      throw Resource.notFound();
    }
    if (!request.method().equals("GET")) {
      throw Resource.notAllowed();
    }
    access.require(request, Right.REGISTRY_READ);
    return Reads.of(counts.get())
        .thenApply(found -> RestResponse.json(200, devices ? devices(found) : service(found)));
  }

  private static String devices(DeviceTotals counts) {
    return Json.object(
        json -> {
          json.put("totalDeviceCount", counts.total());
          json.put("enabledDeviceCount", counts.enabled());
          json.put("disabledDeviceCount", counts.total() - counts.enabled());
        });
  }

  private static String service(DeviceTotals counts) {
    return Json.object(json -> json.put("connectedDeviceCount", counts.connected()));
  }
}
