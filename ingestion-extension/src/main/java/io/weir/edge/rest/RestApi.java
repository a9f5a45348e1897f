package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.device.error.HubError;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import io.weir.edge.node.NodeHealth;
import io.weir.edge.registry.DeviceView;
import io.weir.edge.registry.Registry;
import io.weir.edge.rules.RuleSets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service API: finds out what a request wants, whether it may, and says the outcome in HTTP. It
 * decides nothing.
 */
final class RestApi {

  private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
  private static final int DEFAULT_TOP = Registry.MAX_LIST;

  private final ServiceAuthorizer authorizer;
  private final Registry registry;
  private final RuleSets rules;
  private final DeviceWriter devices;
  private final Supplier<CompletionStage<NodeHealth.Health>> health;
  private final ErrorBody errors;
  private final RestOperations operations;
  private final Executor writing;

  /**
   * @param writing where devices are written, whose keys have to be opened: a thousand in one list
   */
  RestApi(
      ServiceAuthorizer authorizer,
      Registry registry,
      RuleSets rules,
      DeviceWriter devices,
      Supplier<CompletionStage<NodeHealth.Health>> health,
      ErrorBody errors,
      RestOperations operations,
      Executor writing) {
    this.authorizer = authorizer;
    this.registry = registry;
    this.rules = rules;
    this.devices = devices;
    this.health = health;
    this.errors = errors;
    this.operations = operations;
    this.writing = writing;
  }

  /** Never fails: what goes wrong is an answer too. */
  CompletionStage<RestResponse> handle(RestRequest request) {
    long begun = System.nanoTime();
    CompletionStage<RestResponse> answer;
    try {
      answer = route(request);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failure(request, begun, e));
    }
    return answer.exceptionally(e -> failure(request, begun, e));
  }

  private RestResponse failure(RestRequest request, long begun, Throwable failure) {
    if (cause(failure) instanceof HubException refusal) {
      operations.refused(
          request,
          refusal.error(),
          refusal.getMessage(),
          Duration.ofNanos(System.nanoTime() - begun));
    }
    return failure(failure);
  }

  /** What a failure looks like to the caller. */
  RestResponse failure(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof HubException refusal) {
      LOG.debug("Refused", refusal);
      return errors.of(refusal.error(), refusal.getMessage());
    }
    if (cause instanceof RejectedExecutionException) {
      return errors.of(HubError.SERVICE_UNAVAILABLE, "Too many requests are being answered.");
    }
    LOG.error("A request failed", cause);
    return errors.of(HubError.SERVER_ERROR, "The hub failed; its log says more.");
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private CompletionStage<RestResponse> route(RestRequest request) {
    List<String> path = request.path();
    String first = path.isEmpty() ? "" : path.get(0);
    if (first.equals("devices") && path.size() == 1) {
      return devices(request);
    }
    if (first.equals("devices") && path.size() == 2) {
      return device(request, path.get(1));
    }
    if (path.equals(List.of("weir", "rules"))) {
      return rules(request);
    }
    if (path.equals(List.of("health"))) {
      return health(request);
    }
    throw new HubException(HubError.NOT_FOUND, "There is nothing at this path.");
  }

  private CompletionStage<RestResponse> devices(RestRequest request) {
    if (!request.method().equals("GET")) {
      throw notAllowed();
    }
    ApiVersion.check(request);
    authorize(request, Right.REGISTRY_READ);
    return registry.list(top(request)).thenApplyAsync(this::list, writing);
  }

  private CompletionStage<RestResponse> device(RestRequest request, String deviceId) {
    return switch (request.method()) {
      case "GET" -> {
        ApiVersion.check(request);
        authorize(request, Right.REGISTRY_READ);
        yield registry.get(deviceId).thenApplyAsync(this::one, writing);
      }
      case "PUT" -> {
        ApiVersion.check(request);
        authorize(request, Right.REGISTRY_WRITE);
        yield put(request, deviceId).thenApplyAsync(this::one, writing);
      }
      case "DELETE" -> {
        ApiVersion.check(request);
        authorize(request, Right.REGISTRY_WRITE);
        yield registry
            .delete(deviceId, IfMatch.of(request))
            .thenApply(done -> RestResponse.noContent());
      }
      default -> throw notAllowed();
    };
  }

  /** REST-02: If-Match tells an update from a creation (REST-52). */
  private CompletionStage<DeviceView> put(RestRequest request, String deviceId) {
    var description = DeviceReader.read(request.body(), deviceId);
    Optional<String> ifMatch = IfMatch.of(request);
    return ifMatch.isPresent()
        ? registry.update(deviceId, description, ifMatch.get())
        : registry.create(deviceId, description);
  }

  private CompletionStage<RestResponse> rules(RestRequest request) {
    return switch (request.method()) {
      case "GET" -> {
        authorize(request, Right.SERVICE_CONNECT);
        yield rules
            .current()
            .thenApply(
                current ->
                    RestResponse.json(
                        Json.object(
                            json ->
                                json.put("version", current.version()).put("text", current.text())),
                        Long.toString(current.version())));
      }
      case "PUT" -> {
        authorize(request, Right.REGISTRY_WRITE);
        yield rules
            .apply(request.parameter("file").orElse("rules"), request.body(), version(request))
            .thenApply(
                version ->
                    RestResponse.json(
                        Json.object(json -> json.put("version", version)), Long.toString(version)));
      }
      default -> throw notAllowed();
    };
  }

  private CompletionStage<RestResponse> health(RestRequest request) {
    if (!request.method().equals("GET")) {
      throw notAllowed();
    }
    return health
        .get()
        .thenApply(
            node ->
                RestResponse.json(
                    node.up() ? 200 : 503,
                    Json.object(
                        json -> {
                          json.put("status", word(node.up()));
                          json.put("kafka", word(node.kafka()));
                          json.put("cassandra", word(node.cassandra()));
                          json.put("lease", node.lease().name());
                        })));
  }

  private void authorize(RestRequest request, Right right) {
    authorizer.authorize(request.header("authorization"), String.join("/", request.path()), right);
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

  /** {@code *} is no condition. */
  private static Optional<Long> version(RestRequest request) {
    try {
      return IfMatch.of(request).filter(etag -> !etag.equals("*")).map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw new HubException(
          HubError.PRECONDITION_FAILED, "If-Match: no version (expected: a number)", e);
    }
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }

  private static HubException notAllowed() {
    return new HubException(HubError.METHOD_NOT_ALLOWED, "The path does not know this method.");
  }
}
