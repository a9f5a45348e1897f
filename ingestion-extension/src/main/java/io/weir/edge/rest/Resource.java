package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import java.util.concurrent.CompletionStage;

/** What stands below one first segment of the path. */
interface Resource {

  /**
   * Answers.
   *
   * @throws HubException when the request is refused at once
   */
  CompletionStage<RestResponse> handle(RestRequest request);

  static HubException notAllowed() {
    return new HubException(HubError.METHOD_NOT_ALLOWED, "The path does not know this method.");
  }

  static HubException notFound() {
    return new HubException(HubError.NOT_FOUND, "There is nothing at this path.");
  }
}
