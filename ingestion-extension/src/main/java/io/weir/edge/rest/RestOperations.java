package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.operations.OperationRecord;
import io.weir.edge.operations.OperationRecord.IdentityDetails;
import io.weir.edge.operations.OperationsLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What operators read of refused requests to the registry (OPS-01, OPS-02). */
final class RestOperations {

  private static final int MAX_DEVICE_ID = 256;
  private static final int MAX_USER_AGENT = 256;

  private final OperationsLog log;
  private final ServiceAuthorizer authorizer;
  private final Clock clock;

  RestOperations(OperationsLog log, ServiceAuthorizer authorizer, Clock clock) {
    this.log = log;
    this.authorizer = authorizer;
    this.clock = clock;
  }

  void refused(RestRequest request, HubError error, String reason, Duration took) {
    operation(request)
        .ifPresent(
            operation ->
                log.record(
                    OperationRecord.identity(
                        clock.instant(),
                        operation,
                        error,
                        reason,
                        deviceId(request),
                        took.toMillis(),
                        new IdentityDetails(
                            userAgent(request),
                            authorizer.claimedPolicy(request.header("authorization"))))));
  }

  /** Empty for what is no operation on identities. */
  private static Optional<String> operation(RestRequest request) {
    if (request.path().isEmpty() || !request.path().get(0).equals("devices")) {
      return Optional.empty();
    }
    return switch (request.method()) {
      case "GET" -> Optional.of("get");
      case "PUT" -> Optional.of(IfMatch.of(request).isPresent() ? "update" : "create");
      case "DELETE" -> Optional.of("delete");
      default -> Optional.empty();
    };
  }

  private static String deviceId(RestRequest request) {
    return request.path().size() == 2 && request.path().get(1).length() <= MAX_DEVICE_ID
        ? request.path().get(1)
        : null;
  }

  private static String userAgent(RestRequest request) {
    return request
        .header("user-agent")
        .map(agent -> agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT)))
        .orElse(null);
  }
}
