package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import io.weir.edge.rules.RuleSets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /weir/rules}: the rule set in force. */
final class RulesResource implements Resource {

  private final Access access;
  private final RuleSets rules;

  RulesResource(Access access, RuleSets rules) {
    this.access = access;
    this.rules = rules;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    return switch (request.method()) {
      case "GET" -> {
        access.requireRight(request, Right.SERVICE_CONNECT);
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
        access.requireRight(request, Right.REGISTRY_WRITE);
        yield rules
            .apply(request.parameter("file").orElse("rules"), request.body(), version(request))
            .thenApply(
                version ->
                    RestResponse.json(
                        Json.object(json -> json.put("version", version)), Long.toString(version)));
      }
      default -> throw Resource.notAllowed();
    };
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
}
