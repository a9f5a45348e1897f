package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import java.util.regex.Pattern;

/** The {@code api-version} parameter: every well-formed date is welcome (ERR-06). */
final class ApiVersion {

  private static final Pattern DATE =
      Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(-preview)?");

  private ApiVersion() {}

  /**
   * @throws HubException INVALID_PROTOCOL_VERSION when it is missing or not a date
   */
  static void check(RestRequest request) {
    String version =
        request
            .parameter("api-version")
            .orElseThrow(
                () ->
                    new HubException(
                        HubError.INVALID_PROTOCOL_VERSION,
                        "api-version: missing (expected: a date such as 2021-04-12)"));
    if (!DATE.matcher(version).matches()) {
      throw new HubException(
          HubError.INVALID_PROTOCOL_VERSION,
          "api-version: not known (expected: a date such as 2021-04-12)");
    }
  }
}
