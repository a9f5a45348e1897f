package io.weir.edge.rest;

import io.weir.device.auth.MalformedTokenException;
import io.weir.device.auth.SasToken;
import io.weir.device.error.HubError;
import io.weir.edge.config.EdgeConfig.Policy;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges the {@code Authorization} of a service request: a shared access signature of one of the
 * hub's policies (AUTH-01..03, 05, 07, 08). Anything else, AUTH-16's bearer tokens included, is not
 * authorized, and all refusals look alike (AUTH-17).
 */
final class ServiceAuthorizer {

  private final List<String> hostNames;
  private final Map<String, Policy> policies;
  private final Clock clock;

  ServiceAuthorizer(List<String> hostNames, List<Policy> policies, Clock clock) {
    this.hostNames = List.copyOf(hostNames);
    this.policies =
        policies.stream().collect(Collectors.toUnmodifiableMap(Policy::name, Function.identity()));
    this.clock = clock;
  }

  /**
   * @param path unescaped segments joined by a slash
   * @throws HubException UNAUTHORIZED
   */
  void authorize(Optional<String> authorization, String path, Right right) {
    SasToken token = parse(authorization.orElseThrow(ServiceAuthorizer::unauthorized));
    if (!isGood(token, path) || !policies.get(token.policyName()).rights().contains(right)) {
      throw unauthorized();
    }
  }

  /**
   * Whether the caller has any right to the path; what it is stays to be {@link #authorize asked}.
   *
   * @param path as it was sent; null when there is none
   */
  boolean knows(Optional<String> authorization, String path) {
    try {
      return authorization.isPresent()
          && path != null
          && isGood(parse(authorization.get()), String.join("/", Target.path(path)));
    } catch (HubException e) {
      return false;
    }
  }

  private boolean isGood(SasToken token, String path) {
    Policy policy = token.policyName() == null ? null : policies.get(token.policyName());
    return policy != null
        && (token.isSignedWith(policy.primaryKey()) || token.isSignedWith(policy.secondaryKey()))
        && token.covers(hostNames, path)
        && !token.expiredAt(clock.instant().minus(SasToken.CLOCK_SKEW));
  }

  /** The policy of the hub that the caller says to act for; null when there is none. */
  String claimedPolicy(Optional<String> authorization) {
    try {
      return authorization
          .map(SasToken::parse)
          .map(SasToken::policyName)
          .filter(policies::containsKey)
          .orElse(null);
    } catch (MalformedTokenException e) {
      return null;
    }
  }

  private static SasToken parse(String header) {
    try {
      return SasToken.parse(header);
    } catch (MalformedTokenException e) {
      throw unauthorized();
    }
  }

  /** What everybody is told who is not authorized (AUTH-17). */
  static HubException unauthorized() {
    return new HubException(
        HubError.UNAUTHORIZED,
        "The request is not authorized (expected: a shared access signature of a policy with the"
            + " right to it).");
  }
}
