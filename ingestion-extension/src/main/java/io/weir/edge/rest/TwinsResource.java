package io.weir.edge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import io.weir.edge.twin.TwinWish;
import io.weir.edge.twin.Twins;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /twins}: twins of devices and modules (REST-10..15). */
final class TwinsResource implements Resource {

  private final Access access;
  private final Twins twins;

  TwinsResource(Access access, Twins twins) {
    this.access = access;
    this.twins = twins;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    TwinKey key = key(request.path());
    String method = request.method();
    if (!method.equals("GET") && !method.equals("PATCH") && !method.equals("PUT")) {
      throw Resource.notAllowed();
    }
    access.require(request, Right.SERVICE_CONNECT);
    return (method.equals("GET") ? twins.get(key) : write(request, key))
        .thenApply(twin -> RestResponse.json(twin.json(), twin.etag()));
  }

  private CompletionStage<Twins.View> write(RestRequest request, TwinKey key) {
    TwinWish wish = TwinWish.of(document(request.body()), twins.limits());
    boolean replace = request.method().equals("PUT");
    return twins.write(key, wish, replace, IfMatch.of(request).orElse(null));
  }

  private static TwinKey key(List<String> path) {
    if (path.size() == 2) {
      return TwinKey.device(path.get(1));
    }
    if (path.size() == 4 && path.get(2).equals("modules")) {
      return new TwinKey(path.get(1), path.get(3));
    }
    throw Resource.notFound();
  }

  private static JsonNode document(String body) {
    if (body.isEmpty()) {
      throw new HubException(HubError.ARGUMENT_NULL, "body: empty (expected: a JSON object)");
    }
    JsonNode document;
    try {
      document = TwinJson.parse(body);
    } catch (InvalidTwinException e) {
      throw new HubException(HubError.ARGUMENT_INVALID, e.getMessage(), e);
    }
    if (!document.isObject()) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "body: no object (expected: a JSON object)");
    }
    return document;
  }
}
