package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import io.weir.edge.node.NodeHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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

  private final Map<String, Resource> resources;
  private final Map<String, Resource> own;
  private final QueriesResource queries;
  private final Supplier<CompletionStage<NodeHealth.Health>> health;
  private final ErrorBody errors;
  private final RestOperations operations;

  /**
   * @param resources of the contract, by the first segment of the path
   * @param own what Weir adds, by the whole path
   */
  RestApi(
      Map<String, Resource> resources,
      Map<String, Resource> own,
      QueriesResource queries,
      Supplier<CompletionStage<NodeHealth.Health>> health,
      ErrorBody errors,
      RestOperations operations) {
    this.resources = Map.copyOf(resources);
    this.own = Map.copyOf(own);
    this.queries = queries;
    this.health = health;
    this.errors = errors;
    this.operations = operations;
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
    Resource resource = path.isEmpty() ? null : resources.get(path.get(0));
    if (resource != null) {
      return resource.handle(request);
    }
    Resource ofWeir = own.get(String.join("/", path));
    if (ofWeir != null) {
      return ofWeir.handle(request);
    }
    if (QueriesResource.isProgress(path)) {
      return queries.progress(request, path.get(2));
    }
    if (path.equals(List.of("health"))) {
      return health(request);
    }
    throw Resource.notFound();
  }

  private CompletionStage<RestResponse> health(RestRequest request) {
    if (!request.method().equals("GET")) {
      throw Resource.notAllowed();
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

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
