package io.weir.device.identity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** How a device proves who it is (AUTH-14). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Authentication.Sas.class, name = "sas"),
  @JsonSubTypes.Type(value = Authentication.SelfSigned.class, name = "selfSigned"),
  @JsonSubTypes.Type(
      value = Authentication.CertificateAuthority.class,
      name = "certificateAuthority"),
  @JsonSubTypes.Type(value = Authentication.None.class, name = "none"),
})
public sealed interface Authentication {

  /** Shared access signatures; either key opens the door (AUTH-06). */
  record Sas(EncryptedKey primaryKey, EncryptedKey secondaryKey) implements Authentication {
    public Sas {
      Objects.requireNonNull(primaryKey, "primaryKey");
      Objects.requireNonNull(secondaryKey, "secondaryKey");
    }
  }

  /**
   * A certificate known by its thumbprint (AUTH-12).
   *
   * @param primaryThumbprint upper-case hex, 40 (SHA-1) or 64 (SHA-256) digits; null when unset
   * @param secondaryThumbprint likewise
   */
  record SelfSigned(String primaryThumbprint, String secondaryThumbprint)
      implements Authentication {}

  /** A certificate issued by a CA that the hub knows (AUTH-13). */
  record CertificateAuthority() implements Authentication {}

  /** No credentials: the device cannot connect. */
  record None() implements Authentication {}
}
