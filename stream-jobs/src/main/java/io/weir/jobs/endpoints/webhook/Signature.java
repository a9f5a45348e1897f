package io.weir.jobs.endpoints.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests after the Standard Webhooks scheme, v1: HMAC-SHA256 over id, time and body. A
 * class rather than a record, so that the key is printed nowhere.
 */
final class Signature {

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  private Signature(byte[] key) {
    this.key = key;
  }

  /**
   * @param name the secret's, for messages
   * @param secret {@code whsec_} and the key in base64; of any other text the bytes are the key
   * @throws IOException when there is no key in it
   */
  static Signature of(String name, String secret) throws IOException {
    byte[] key;
    try {
      key =
          secret.startsWith(PREFIX)
              ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
              : secret.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IOException("secret " + name + ": no key (expected: whsec_ and base64)", e);
    }
    if (key.length == 0) {
      throw new IOException("secret " + name + ": empty (expected: a key)");
    }
    return new Signature(key);
  }

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param seconds since 1970
   */
  String of(String id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + ": missing (expected: in every JDK)", e);
    }
  }
}
