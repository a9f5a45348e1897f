package io.weir.device.secret;

import io.weir.device.identity.EncryptedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the symmetric keys of devices with the hub's key, so that neither the log nor keyed state
 * nor Cassandra holds one in clear: AES-256-GCM, bound to the device id.
 *
 * <p>The nonce is a keyed hash of device id and key (a synthetic IV) rather than random: sealing
 * the same key of the same device again gives the same text. So a caller who sends a whole identity
 * back with unchanged keys changes no credentials, and ends no connection, although the one writer
 * compares only sealed keys.
 *
 * <p>Safe for use by several threads.
 */
public final class KeyCipher {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** First byte of each sealed key, so that the scheme can change. */
  private static final byte SCHEME = 1;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec sealing;
  private final SecretKeySpec naming;

  /**
   * @param hubKey 32 bytes of the hub's configuration
   */
  public KeyCipher(byte[] hubKey) {
    if (hubKey.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "hubKey length: " + hubKey.length + " (expected: " + KEY_BYTES + ")");
    }
    SecretKeySpec root = new SecretKeySpec(hubKey, "HmacSHA256");
    this.sealing = new SecretKeySpec(hmac(root, "device keys: seal"), "AES");
    this.naming = new SecretKeySpec(hmac(root, "device keys: nonce"), "HmacSHA256");
  }

  /** A new device key: base64 of 32 random bytes (REG-03). */
  public static String generateKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  public EncryptedKey seal(String deviceId, String base64Key) {
    byte[] nonce =
        Arrays.copyOf(hmac(naming, deviceId.length() + ":" + deviceId + base64Key), NONCE_BYTES);
    try {
      byte[] text =
          cipher(Cipher.ENCRYPT_MODE, nonce, deviceId)
              .doFinal(base64Key.getBytes(StandardCharsets.UTF_8));
      ByteBuffer sealed = ByteBuffer.allocate(1 + nonce.length + text.length);
      sealed.put(SCHEME).put(nonce).put(text);
      return new EncryptedKey(Base64.getEncoder().encodeToString(sealed.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM: not available", e);
    }
  }

  /**
   * The key in base64, as it was sealed.
   *
   * @throws UnreadableKeyException when it was not sealed with this hub's key for this device
   */
  public String open(String deviceId, EncryptedKey key) {
    try {
      byte[] sealed = Base64.getDecoder().decode(key.ciphertext());
      if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != SCHEME) {
        throw new UnreadableKeyException("sealed key: not one of this scheme", null);
      }
      byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
      int start = 1 + NONCE_BYTES;
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, nonce, deviceId)
              .doFinal(sealed, start, sealed.length - start);
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnreadableKeyException("sealed key: not readable for device '" + deviceId + "'", e);
    }
  }

  @Override
  public String toString() {
    return "KeyCipher[...]";
  }

  private Cipher cipher(int mode, byte[] nonce, String deviceId) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(deviceId.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256: not available", e);
    }
  }
}
