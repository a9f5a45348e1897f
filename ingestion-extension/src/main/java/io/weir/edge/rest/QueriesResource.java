package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.device.query.QueryBusyException;
import io.weir.device.query.QueryPage;
import io.weir.device.query.QueryProgress;
import io.weir.device.query.TwinQueries;
import io.weir.dsl.query.QueryException;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /devices/query}: the twin query language (REST-18, REST-58, REST-59). A caller that names
 * its query in {@code x-weir-query-id} can ask at {@code /weir/queries/ID} how far it has come.
 */
final class QueriesResource implements Resource {

  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_ID = 64;

  /** More than can run at a time. */
  private static final int MAX_WATCHED = 1_000;

  private final Access access;
  private final TwinQueries queries;
  private final ConcurrentMap<String, AtomicLong> watched = new ConcurrentHashMap<>();

  QueriesResource(Access access, TwinQueries queries) {
    this.access = access;
    this.queries = queries;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    access.require(request, Right.SERVICE_CONNECT);
    String query = query(request);
    int size = size(request);
    String id = id(request).orElse(null);
    return queries
        .run(query, size, request.header("x-ms-continuation").orElse(null), progress(id))
        .whenComplete(
            (page, failure) -> {
              if (id != null) {
                watched.remove(id);
              }
            })
        .handle(
            (page, failure) -> {
              if (failure != null) {
                throw refusal(failure);
              }
              return response(page);
            });
  }

  /** How far a named query has come. */
  CompletionStage<RestResponse> progress(RestRequest request, String id) {
    access.requireRight(request, Right.SERVICE_CONNECT);
    AtomicLong scanned = watched.get(id);
    if (scanned == null) {
      throw new HubException(HubError.NOT_FOUND, "No such query is running.");
    }
    return CompletableFuture.completedFuture(
        RestResponse.json(200, Json.object(json -> json.put("scanned", scanned.get()))));
  }

  private QueryProgress progress(String id) {
    if (id == null || watched.size() >= MAX_WATCHED) {
      return QueryProgress.NONE;
    }
    AtomicLong scanned = watched.computeIfAbsent(id, key -> new AtomicLong());
    return scanned::set;
  }

  private static String query(RestRequest request) {
    ObjectNode body = Json.read(request.body());
    String query = body.path("query").textValue();
    if (query == null || query.isBlank()) {
      throw new HubException(HubError.ARGUMENT_NULL, "query: missing (expected: a query)");
    }
    return query;
  }

  private static int size(RestRequest request) {
    Optional<String> header = request.header("x-ms-max-item-count");
    int size = DEFAULT_PAGE;
    try {
      size = header.map(String::strip).map(Integer::parseInt).orElse(DEFAULT_PAGE);
    } catch (NumberFormatException e) {
      size = 0;
    }
    // SDKs send -1 for whatever the hub likes.
    if (size == -1) {
      return DEFAULT_PAGE;
    }
    if (size < 1 || size > MAX_PAGE) {
      throw new HubException(
          HubError.ARGUMENT_INVALID,
          "x-ms-max-item-count: not valid (expected: 1.." + MAX_PAGE + ")");
    }
    return size;
  }

  private static Optional<String> id(RestRequest request) {
    return request.header("x-weir-query-id").filter(id -> id.length() <= MAX_ID);
  }

  private static RestResponse response(QueryPage page) {
    Map<String, String> headers = new HashMap<>(RestResponse.json(200, "").headers());
    headers.put("x-ms-item-type", page.type().wireName());
    if (page.continuation() != null) {
      headers.put("x-ms-continuation", page.continuation());
    }
    return new RestResponse(200, headers, "[" + String.join(",", page.items()) + "]");
  }

  private static RuntimeException refusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof QueryException) {
      return new HubException(HubError.ARGUMENT_INVALID, cause.getMessage(), cause);
    }
    if (cause instanceof QueryBusyException) {
      return new HubException(HubError.THROTTLED, cause.getMessage(), cause);
    }
    if (cause.getClass().getName().startsWith("com.datastax.")) {
      return new HubException(
          HubError.SERVICE_UNAVAILABLE, "The store cannot be read at the moment.", cause);
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  /** The path below {@code /weir/queries}. */
  static boolean isProgress(List<String> path) {
    return path.size() == 3 && path.get(0).equals("weir") && path.get(1).equals("queries");
  }
}
