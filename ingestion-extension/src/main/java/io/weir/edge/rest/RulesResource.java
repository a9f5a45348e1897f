package io.weir.edge.rest;

import io.weir.device.state.RulesVersion;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.rules.RuleSets;
import java.util.concurrent.CompletionStage;

/** {@code /weir/rules}: the rule set in force, or with {@code ?version=N} a former one. */
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
        yield wanted(request)
            .thenApply(
                found ->
                    RestResponse.json(
                        RulesWriter.version(found), Long.toString(found.version())));
      }
      case "PUT" -> {
        access.requireRight(request, Right.REGISTRY_WRITE);
        yield rules
            .apply(
                RulesRequest.fileName(request),
                request.body(),
                RulesRequest.version(request),
                RulesRequest.author(request, access))
            .thenApply(RulesResource::applied);
      }
      default -> throw Resource.notAllowed();
    };
  }

  private CompletionStage<RulesVersion> wanted(RestRequest request) {
    return RulesRequest.number(request, "version", Long.MAX_VALUE)
        .map(rules::version)
        .orElseGet(rules::current);
  }

  /** A version that has come into force. */
  static RestResponse applied(long version) {
    return RestResponse.json(
        Json.object(json -> json.put("version", version)), Long.toString(version));
  }
}
