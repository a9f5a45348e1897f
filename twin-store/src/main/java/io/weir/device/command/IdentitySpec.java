package io.weir.device.command;

import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Status;

/**
 * What a caller wants an identity to be. Empty and missing keys arrive here as null; other texts
 * may be empty, which removes what is there.
 *
 * @param status null means enabled on creation, unchanged on update
 * @param statusReason null means none on creation, unchanged on update; empty removes it
 * @param authenticationType null means sas on creation, unchanged on update
 * @param primaryKey null means generate on creation, keep on update
 * @param secondaryKey likewise
 * @param sparePrimaryKey a freshly generated key that is taken if one is needed and none is given:
 *     the state machine itself draws no random numbers
 * @param spareSecondaryKey likewise
 * @param primaryThumbprint upper-case hex; null keeps the present one, empty removes it
 * @param secondaryThumbprint likewise
 * @param managedBy of a module; null keeps the present one, empty removes it
 */
public record IdentitySpec(
    Status status,
    String statusReason,
    AuthenticationType authenticationType,
    EncryptedKey primaryKey,
    EncryptedKey secondaryKey,
    EncryptedKey sparePrimaryKey,
    EncryptedKey spareSecondaryKey,
    String primaryThumbprint,
    String secondaryThumbprint,
    String managedBy) {

  /** Nobody is named as the manager. */
  public IdentitySpec(
      Status status,
      String statusReason,
      AuthenticationType authenticationType,
      EncryptedKey primaryKey,
      EncryptedKey secondaryKey,
      EncryptedKey sparePrimaryKey,
      EncryptedKey spareSecondaryKey,
      String primaryThumbprint,
      String secondaryThumbprint) {
    this(
        status,
        statusReason,
        authenticationType,
        primaryKey,
        secondaryKey,
        sparePrimaryKey,
        spareSecondaryKey,
        primaryThumbprint,
        secondaryThumbprint,
        null);
  }

  /** AUTH-14. */
  public enum AuthenticationType {
    SAS,
    SELF_SIGNED,
    CERTIFICATE_AUTHORITY,
    NONE
  }
}
