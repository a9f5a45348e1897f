package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.BulkWrites;
import io.weir.edge.registry.DeviceView;
import io.weir.edge.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** {@code /devices}: identities of devices and modules (REST-01..09). */
final class DevicesResource implements Resource {

  private static final int DEFAULT_TOP = Registry.MAX_LIST;

  private final Access access;
  private final Registry registry;
  private final BulkWrites bulk;
  private final Resource queries;
  private final DeviceWriter devices;
  private final Executor writing;

  /**
   * @param queries answers {@code /devices/query}
   * @param writing where devices are written, whose keys have to be opened: a thousand in one list
   */
  DevicesResource(
      Access access,
      Registry registry,
      BulkWrites bulk,
      Resource queries,
      DeviceWriter devices,
      Executor writing) {
    this.access = access;
    this.registry = registry;
    this.bulk = bulk;
    this.queries = queries;
    this.devices = devices;
    this.writing = writing;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    List<String> path = request.path();
    boolean modules = path.size() >= 3 && path.get(2).equals("modules");
    if (path.size() == 1) {
      return devices(request);
    }
    if (path.size() == 2 && path.get(1).equals("query") && request.method().equals("POST")) {
      return queries.handle(request);
    }
    if (path.size() == 2) {
      return one(request, TwinKey.device(path.get(1)));
    }
    if (path.size() == 3 && modules) {
      return modules(request, path.get(1));
    }
    if (path.size() == 4 && modules) {
      return one(request, new TwinKey(path.get(1), path.get(3)));
    }
    throw Resource.notFound();
  }

  private CompletionStage<RestResponse> devices(RestRequest request) {
    return switch (request.method()) {
      case "GET" -> {
        access.require(request, Right.REGISTRY_READ);
        yield registry.list(top(request)).thenApplyAsync(this::list, writing);
      }
      case "POST" -> {
        access.require(request, Right.REGISTRY_WRITE);
        yield bulk.write(BulkReader.read(request.body(), bulk.limits()))
            .thenApply(BulkWriter::write);
      }
      default -> throw Resource.notAllowed();
    };
  }

  private CompletionStage<RestResponse> modules(RestRequest request, String deviceId) {
    if (!request.method().equals("GET")) {
      throw Resource.notAllowed();
    }
    access.require(request, Right.REGISTRY_READ);
    return registry.modules(deviceId).thenApplyAsync(this::list, writing);
  }

  private CompletionStage<RestResponse> one(RestRequest request, TwinKey key) {
    return switch (request.method()) {
      case "GET" -> {
        access.require(request, Right.REGISTRY_READ);
        yield registry.get(key).thenApplyAsync(this::one, writing);
      }
      case "PUT" -> {
        access.require(request, Right.REGISTRY_WRITE);
        yield put(request, key).thenApplyAsync(this::one, writing);
      }
      case "DELETE" -> {
        access.require(request, Right.REGISTRY_WRITE);
        yield registry.delete(key, IfMatch.of(request)).thenApply(done -> RestResponse.noContent());
      }
      default -> throw Resource.notAllowed();
    };
  }

  /** REST-02, REST-08: If-Match tells an update from a creation (REST-52). */
  private CompletionStage<DeviceView> put(RestRequest request, TwinKey key) {
    var description = DeviceReader.read(request.body(), key);
    Optional<String> ifMatch = IfMatch.of(request);
    return ifMatch.isPresent()
        ? registry.update(key, description, ifMatch.get())
        : registry.create(key, description);
  }

  private RestResponse one(DeviceView device) {
    return RestResponse.json(Json.text(devices.write(device)), device.identity().etag());
  }

  private RestResponse list(List<DeviceView> found) {
    ArrayNode json = Json.mapper().createArrayNode();
    found.forEach(device -> json.add(devices.write(device)));
    return RestResponse.json(200, Json.text(json));
  }

  private static int top(RestRequest request) {
    Optional<String> top = request.parameter("top");
    try {
      return top.map(Integer::parseInt).orElse(DEFAULT_TOP);
    } catch (NumberFormatException e) {
      throw new HubException(
          HubError.ARGUMENT_INVALID,
          "top: not a number (expected: 1.." + Registry.MAX_LIST + ")",
          e);
    }
  }
}
