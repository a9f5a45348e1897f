package io.weir.edge.registry;

import io.weir.device.command.IdentitySpec;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.error.HubError;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.TwinKey;
import io.weir.device.secret.KeyCipher;
import io.weir.edge.node.HubException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Makes of a description what the one writer can decide upon: checked, with keys sealed, and with
 * fresh keys for when they are needed.
 */
final class IdentityWishes {

  private static final int MAX_STATUS_REASON_BYTES = 128;
  private static final int MIN_KEY_BYTES = 16;
  private static final int MAX_KEY_BYTES = 64;
  private static final String NO_THUMBPRINT =
      "x509Thumbprint: missing (expected: at least one thumbprint)";

  private final KeyCipher cipher;

  IdentityWishes(KeyCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * For a device that is to be new (REST-02 without If-Match).
   *
   * @throws HubException ARGUMENT_INVALID
   */
  IdentitySpec creation(TwinKey key, DeviceDescription wish) {
    AuthenticationType type = typeOf(wish);
    if (type == null || type == AuthenticationType.SAS) {
      check(
          (wish.primaryKey() == null) == (wish.secondaryKey() == null),
          "symmetricKey: one key (expected: both keys, or none to have them generated)");
    }
    if (type == AuthenticationType.SELF_SIGNED) {
      check(hasThumbprint(wish), NO_THUMBPRINT);
    }
    return spec(key.path(), wish, type);
  }

  /**
   * For a device that is there (REST-02 with If-Match).
   *
   * @throws HubException ARGUMENT_INVALID
   */
  IdentitySpec update(TwinKey key, DeviceDescription wish) {
    AuthenticationType type = typeOf(wish);
    check(
        type != AuthenticationType.SELF_SIGNED
            || wish.primaryThumbprint() == null
            || hasThumbprint(wish),
        NO_THUMBPRINT);
    return spec(key.path(), wish, type);
  }

  private IdentitySpec spec(String owner, DeviceDescription wish, AuthenticationType type) {
    check(
        wish.statusReason() == null
            || wish.statusReason().getBytes(StandardCharsets.UTF_8).length
                <= MAX_STATUS_REASON_BYTES,
        "statusReason: too long (expected: at most 128 bytes of UTF-8)");
    boolean symmetric = type == null || type == AuthenticationType.SAS;
    boolean selfSigned =
        type == AuthenticationType.SELF_SIGNED || (type == null && hasThumbprint(wish));
    return new IdentitySpec(
        wish.status(),
        wish.statusReason(),
        type,
        symmetric ? sealed(owner, "primaryKey", wish.primaryKey()) : null,
        symmetric ? sealed(owner, "secondaryKey", wish.secondaryKey()) : null,
        symmetric ? cipher.seal(owner, KeyCipher.generateKey()) : null,
        symmetric ? cipher.seal(owner, KeyCipher.generateKey()) : null,
        selfSigned ? thumbprint("primaryThumbprint", wish.primaryThumbprint()) : null,
        selfSigned ? thumbprint("secondaryThumbprint", wish.secondaryThumbprint()) : null,
        wish.managedBy());
  }

  /** Thumbprints alone, without a type, mean a self-signed device: older SDKs send that. */
  private static AuthenticationType typeOf(DeviceDescription wish) {
    boolean keys = wish.primaryKey() != null || wish.secondaryKey() != null;
    return wish.authenticationType() == null && hasThumbprint(wish) && !keys
        ? AuthenticationType.SELF_SIGNED
        : wish.authenticationType();
  }

  /** REG-03. */
  private EncryptedKey sealed(String owner, String name, String key) {
    if (key == null) {
      return null;
    }
    int length;
    try {
      length = Base64.getDecoder().decode(key).length;
    } catch (IllegalArgumentException e) {
      throw invalid(name + ": not base64 (expected: base64 of 16..64 bytes)");
    }
    check(
        length >= MIN_KEY_BYTES && length <= MAX_KEY_BYTES,
        name + ": " + length + " bytes (expected: base64 of 16..64 bytes)");
    return cipher.seal(owner, key);
  }

  /** AUTH-12: hexadecimal digits in any case, with or without separators. */
  private static String thumbprint(String name, String text) {
    if (!isGiven(text)) {
      return text;
    }
    String digits = text.replaceAll("[:\\s-]", "").toUpperCase(Locale.ROOT);
    check(
        (digits.length() == 40 || digits.length() == 64)
            && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128),
        name + ": not a thumbprint (expected: 40 or 64 hexadecimal digits)");
    return digits;
  }

  private static boolean hasThumbprint(DeviceDescription wish) {
    return isGiven(wish.primaryThumbprint()) || isGiven(wish.secondaryThumbprint());
  }

  private static boolean isGiven(String text) {
    return text != null && !text.isEmpty();
  }

  private static void check(boolean good, String problem) {
    if (!good) {
      throw invalid(problem);
    }
  }

  private static HubException invalid(String problem) {
    return new HubException(HubError.ARGUMENT_INVALID, problem);
  }
}
