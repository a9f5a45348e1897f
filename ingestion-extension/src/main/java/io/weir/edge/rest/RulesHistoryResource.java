package io.weir.edge.rest;

import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.rules.RuleSets;
import java.util.concurrent.CompletionStage;

/** {@code /weir/rules/history?last=N}: the versions of the rule set, the one in force first. */
final class RulesHistoryResource implements Resource {

  private static final long DEFAULT_LAST = 20;

  private final Access access;
  private final RuleSets rules;

  RulesHistoryResource(Access access, RuleSets rules) {
    this.access = access;
    this.rules = rules;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    if (!request.method().equals("GET")) {
      throw Resource.notAllowed();
    }
    access.requireRight(request, Right.SERVICE_CONNECT);
    long last =
        RulesRequest.number(request, "last", RuleSets.MAX_HISTORY).orElse(DEFAULT_LAST);
    return rules
        .history((int) last)
        .thenApply(versions -> RestResponse.json(200, RulesWriter.history(versions)));
  }
}
