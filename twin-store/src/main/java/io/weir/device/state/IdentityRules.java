package io.weir.device.state;

import io.weir.device.command.IdentitySpec;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an identity becomes when it is created or updated (REST-02, REST-54, REG-02). */
final class IdentityRules {

  /**
   * Whether the wish can be granted: a device with symmetric keys needs both, whether given, kept
   * or spare.
   *
   * @param before null on creation
   */
  boolean isComplete(Identity before, IdentitySpec spec) {
    Authentication present = before == null ? null : before.authentication();
    return typeAfter(spec, present) != AuthenticationType.SAS
        || present instanceof Authentication.Sas
        || ((spec.primaryKey() != null || spec.sparePrimaryKey() != null)
            && (spec.secondaryKey() != null || spec.spareSecondaryKey() != null));
  }

  Identity create(TwinKey key, IdentitySpec spec, long position) {
    return new Identity(
        key.deviceId(),
        Long.toString(position),
        etag(position),
        spec.status() == null ? Status.ENABLED : spec.status(),
        wished(spec.statusReason(), null),
        0,
        authentication(spec, null),
        position,
        key.moduleId(),
        wished(spec.managedBy(), null),
        null);
  }

  Identity update(Identity before, IdentitySpec spec, long position, long now) {
    Status status = spec.status() == null ? before.status() : spec.status();
    Authentication authentication = authentication(spec, before.authentication());
    boolean statusChanged = status != before.status();
    boolean endsConnections =
        (statusChanged && status == Status.DISABLED)
            || !authentication.equals(before.authentication());
    return new Identity(
        before.deviceId(),
        before.generationId(),
        etag(position),
        status,
        wished(spec.statusReason(), before.statusReason()),
        statusChanged ? now : before.statusUpdatedTime(),
        authentication,
        endsConnections ? position : before.authenticatedSince(),
        before.moduleId(),
        wished(spec.managedBy(), before.managedBy()),
        before.modelId());
  }

  private static Authentication authentication(IdentitySpec spec, Authentication before) {
    return switch (typeAfter(spec, before)) {
      case SAS -> sas(spec, before instanceof Authentication.Sas present ? present : null);
      case SELF_SIGNED ->
          selfSigned(spec, before instanceof Authentication.SelfSigned present ? present : null);
      case CERTIFICATE_AUTHORITY -> new Authentication.CertificateAuthority();
      case NONE -> new Authentication.None();
    };
  }

  private static AuthenticationType typeAfter(IdentitySpec spec, Authentication before) {
    return spec.authenticationType() == null ? typeOf(before) : spec.authenticationType();
  }

  private static AuthenticationType typeOf(Authentication before) {
    if (before instanceof Authentication.SelfSigned) {
      return AuthenticationType.SELF_SIGNED;
    }
    if (before instanceof Authentication.CertificateAuthority) {
      return AuthenticationType.CERTIFICATE_AUTHORITY;
    }
    if (before instanceof Authentication.None) {
      return AuthenticationType.NONE;
    }
    return AuthenticationType.SAS;
  }

  private static Authentication sas(IdentitySpec spec, Authentication.Sas present) {
    EncryptedKey primary = present == null ? spec.sparePrimaryKey() : present.primaryKey();
    EncryptedKey secondary = present == null ? spec.spareSecondaryKey() : present.secondaryKey();
    return new Authentication.Sas(
        spec.primaryKey() == null ? primary : spec.primaryKey(),
        spec.secondaryKey() == null ? secondary : spec.secondaryKey());
  }

  private static Authentication selfSigned(IdentitySpec spec, Authentication.SelfSigned present) {
    String primary = present == null ? null : present.primaryThumbprint();
    String secondary = present == null ? null : present.secondaryThumbprint();
    return new Authentication.SelfSigned(
        wished(spec.primaryThumbprint(), primary), wished(spec.secondaryThumbprint(), secondary));
  }

  /** Null keeps what is there, the empty text removes it. */
  private static String wished(String wish, String present) {
    if (wish == null) {
      return present;
    }
    return wish.isEmpty() ? null : wish;
  }

  /** A function of the position, so that replaying the log gives the same etag. */
  private static String etag(long position) {
    return Base64.getEncoder()
        .encodeToString(Long.toString(position).getBytes(StandardCharsets.US_ASCII));
  }
}
