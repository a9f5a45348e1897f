package io.weir.edge.rest;

import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.rules.ShadowRuleSets;
import java.util.concurrent.CompletionStage;

/** {@code /weir/rules/shadow/promote}: the shadow becomes the rule set in force. */
final class PromotionResource implements Resource {

  private final Access access;
  private final ShadowRuleSets shadows;

  PromotionResource(Access access, ShadowRuleSets shadows) {
    this.access = access;
    this.shadows = shadows;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    if (!request.method().equals("POST")) {
      throw Resource.notAllowed();
    }
    access.requireRight(request, Right.REGISTRY_WRITE);
    return shadows
        .promote(RulesRequest.version(request), RulesRequest.author(request, access))
        .thenApply(RulesResource::applied);
  }
}
