package io.weir.edge.rest;

import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.rules.ShadowRuleSets;
import java.util.concurrent.CompletionStage;

/** {@code /weir/rules/shadow}: the rule set beside the one in force, and where they differ. */
final class ShadowResource implements Resource {

  private final Access access;
  private final ShadowRuleSets shadows;

  ShadowResource(Access access, ShadowRuleSets shadows) {
    this.access = access;
    this.shadows = shadows;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    return switch (request.method()) {
      case "GET" -> {
        access.requireRight(request, Right.SERVICE_CONNECT);
        yield show();
      }
      case "PUT" -> {
        access.requireRight(request, Right.REGISTRY_WRITE);
        yield shadows
            .apply(
                RulesRequest.fileName(request),
                request.body(),
                RulesRequest.version(request),
                RulesRequest.author(request, access))
            .thenApply(
                id -> RestResponse.json(200, Json.object(json -> json.put("shadow", id))));
      }
      case "DELETE" -> {
        access.requireRight(request, Right.REGISTRY_WRITE);
        yield shadows
            .drop(RulesRequest.version(request))
            .thenApply(done -> RestResponse.noContent());
      }
      default -> throw Resource.notAllowed();
    };
  }

  private CompletionStage<RestResponse> show() {
    return shadows
        .current()
        .thenCompose(
            shadow ->
                shadows
                    .differences(shadow.id())
                    .thenApply(
                        differences ->
                            RestResponse.json(200, RulesWriter.shadow(shadow, differences))));
  }
}
