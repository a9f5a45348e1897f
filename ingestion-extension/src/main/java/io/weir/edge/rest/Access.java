package io.weir.edge.rest;

import io.weir.edge.config.EdgeConfig.Right;

/** Whether a request may do what it asks for. */
final class Access {

  private final ServiceAuthorizer authorizer;

  Access(ServiceAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  /**
   * A request of the contract: with a known {@code api-version}, and with the right.
   *
   * @throws io.weir.edge.node.HubException INVALID_PROTOCOL_VERSION or UNAUTHORIZED
   */
  void require(RestRequest request, Right right) {
    ApiVersion.check(request);
    requireRight(request, right);
  }

  /** A request of the hub's own: with the right. */
  void requireRight(RestRequest request, Right right) {
    authorizer.authorize(request.header("authorization"), String.join("/", request.path()), right);
  }

  /** The policy that an authorized request acts for. */
  String policy(RestRequest request) {
    return authorizer.claimedPolicy(request.header("authorization"));
  }
}
