package io.weir.edge.auth;

import io.weir.device.auth.MalformedTokenException;
import io.weir.device.auth.SasToken;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.DeviceIds;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.edge.config.EdgeConfig.Policy;
import io.weir.edge.config.EdgeConfig.Right;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Judges what a device shows against what the registry holds at this moment: each judgement reads
 * the identity anew, nothing is remembered (design, "The log's rules" 7). Knows no protocol.
 */
public final class DeviceAuthenticator {

  /**
   * How long after its expiry a token is still good, by the hub's clock. AUTH-10 allows about five
   * minutes; a few seconds cover clocks that are set by NTP, and an expired token stays what its
   * owner takes it for.
   */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private final List<String> hostNames;
  private final List<Policy> policies;
  private final Function<TwinKey, CompletionStage<Optional<Identity>>> registry;
  private final BiFunction<String, EncryptedKey, String> keys;
  private final Clock clock;

  /**
   * @param hostNames the hub's own
   * @param registry reads an identity
   * @param keys opens a sealed key of the device or module of that path
   */
  public DeviceAuthenticator(
      List<String> hostNames,
      List<Policy> policies,
      Function<TwinKey, CompletionStage<Optional<Identity>>> registry,
      BiFunction<String, EncryptedKey, String> keys,
      Clock clock) {
    this.hostNames = List.copyOf(hostNames);
    this.policies = List.copyOf(policies);
    this.registry = registry;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * @param host the hub that the device means to talk to
   * @param key as the device or module claims it
   * @return never fails: trouble of the hub's own is a refusal with SERVICE_UNAVAILABLE
   */
  public CompletionStage<Verdict> authenticate(String host, TwinKey key, Credential credential) {
    if (hostNames.stream().noneMatch(host::equalsIgnoreCase)) {
      return refused(HubError.UNAUTHORIZED, "The host '" + host + "' is not this hub.");
    }
    if (!DeviceIds.isValid(key.deviceId())
        || (key.isModule() && !DeviceIds.isValid(key.moduleId()))) {
      return refused(HubError.UNAUTHORIZED, "The device id is not one.");
    }
    Shown shown;
    try {
      shown = shown(key, credential);
    } catch (MalformedTokenException e) {
      return refused(HubError.UNAUTHORIZED, "The token is malformed: " + e.getMessage());
    }
    if (shown instanceof Unacceptable unacceptable) {
      return CompletableFuture.completedStage(unacceptable.refusal());
    }
    CompletionStage<Boolean> mayBeThere =
        key.isModule()
            ? read(TwinKey.device(key.deviceId()))
                .thenApply(device -> device.map(Identity::enabled).orElse(false))
            : CompletableFuture.completedStage(true);
    return read(key)
        .thenCombine(
            mayBeThere,
            (identity, deviceEnabled) ->
                deviceEnabled
                    ? judge(key, identity, shown)
                    : new Verdict.Refused(
                        HubError.DEVICE_DISABLED, "The module's device is disabled or not there."))
        .exceptionally(
            failure ->
                new Verdict.Refused(
                    HubError.SERVICE_UNAVAILABLE, "The registry cannot be read now."));
  }

  private CompletionStage<Optional<Identity>> read(TwinKey key) {
    try {
      return registry.apply(key);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** A credential that has passed all that can be judged without the registry. */
  private sealed interface Shown {}

  private record DeviceToken(SasToken token) implements Shown {}

  private record PolicyToken(SasToken token) implements Shown {}

  private record Thumbprint(Thumbprints thumbprints) implements Shown {}

  private record Unacceptable(Verdict refusal) implements Shown {}

  private Shown shown(TwinKey key, Credential credential) {
    if (credential instanceof Credential.Token text) {
      return shown(key, SasToken.parse(text.text()));
    }
    if (credential instanceof Credential.Certificate certificate) {
      return new Thumbprint(Thumbprints.of(certificate.certificate()));
    }
    return unacceptable(HubError.UNAUTHORIZED, "There is neither a token nor a certificate.");
  }

  private Shown shown(TwinKey key, SasToken token) {
    if (token.expiredAt(clock.instant().minus(CLOCK_SKEW))) {
      return unacceptable(HubError.TOKEN_EXPIRED, "The token expired at " + token.expiry() + ".");
    }
    if (!token.covers(hostNames, resource(key))) {
      return unacceptable(
          HubError.UNAUTHORIZED, "The token's resource does not cover this device.");
    }
    if (token.policyName() == null) {
      return new DeviceToken(token);
    }
    boolean signed =
        policies.stream()
            .filter(policy -> policy.name().equals(token.policyName()))
            .filter(policy -> policy.rights().contains(Right.DEVICE_CONNECT))
            .anyMatch(
                policy ->
                    token.isSignedWith(policy.primaryKey())
                        || token.isSignedWith(policy.secondaryKey()));
    return signed
        ? new PolicyToken(token)
        : unacceptable(
            HubError.UNAUTHORIZED,
            "The token is not signed by a policy that may connect devices (AUTH-09).");
  }

  private static String resource(TwinKey key) {
    String device = "/devices/" + key.deviceId();
    return key.isModule() ? device + "/modules/" + key.moduleId() : device;
  }

  private Verdict judge(TwinKey key, Optional<Identity> found, Shown shown) {
    if (found.isEmpty()) {
      return key.isModule()
          ? new Verdict.Refused(HubError.MODULE_NOT_FOUND, "The module is not registered.")
          : new Verdict.Refused(HubError.DEVICE_NOT_FOUND, "The device is not registered.");
    }
    Identity identity = found.get();
    if (!identity.enabled()) {
      return new Verdict.Refused(HubError.DEVICE_DISABLED, "The device is disabled.");
    }
    if (shown instanceof PolicyToken policy) {
      return new Verdict.Admitted(identity, end(policy.token()), AuthMethod.HUB_SAS);
    }
    if (shown instanceof DeviceToken own
        && identity.authentication() instanceof Authentication.Sas sas) {
      return judge(key, identity, own.token(), sas);
    }
    if (shown instanceof Thumbprint certificate
        && identity.authentication() instanceof Authentication.SelfSigned expected) {
      return certificate.thumbprints().match(expected)
          ? new Verdict.Admitted(
              identity, null, key.isModule() ? AuthMethod.MODULE_X509 : AuthMethod.DEVICE_X509)
          : new Verdict.Refused(
              HubError.UNAUTHORIZED, "The certificate has neither of the device's thumbprints.");
    }
    return new Verdict.Refused(
        HubError.UNAUTHORIZED, "The device does not authenticate with credentials of this kind.");
  }

  private Verdict judge(TwinKey key, Identity identity, SasToken token, Authentication.Sas sas) {
    try {
      boolean signed =
          isSignedWith(token, key, sas.primaryKey())
              || isSignedWith(token, key, sas.secondaryKey());
      return signed
          ? new Verdict.Admitted(
              identity, end(token), key.isModule() ? AuthMethod.MODULE_SAS : AuthMethod.DEVICE_SAS)
          : new Verdict.Refused(
              HubError.UNAUTHORIZED, "The token is not signed with a key of the device.");
    } catch (RuntimeException e) {
      return new Verdict.Refused(
          HubError.SERVICE_UNAVAILABLE, "The device's key cannot be opened with the hub's key.");
    }
  }

  private boolean isSignedWith(SasToken token, TwinKey owner, EncryptedKey key) {
    return key != null && token.isSignedWith(keys.apply(owner.path(), key));
  }

  /** The connection ends when the token could not be used for a new one any more. */
  private static Instant end(SasToken token) {
    return token.expiry().plus(CLOCK_SKEW);
  }

  private static Shown unacceptable(HubError error, String reason) {
    return new Unacceptable(new Verdict.Refused(error, reason));
  }

  private static CompletionStage<Verdict> refused(HubError error, String reason) {
    return CompletableFuture.completedStage(new Verdict.Refused(error, reason));
  }
}
