package io.weir.acceptance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shared access signatures made by the rules of the wire (AUTH-01..03), independently of the
 * product's own code.
 */
final class Sas {
  private Sas() {}

  /** A token of a device's own key. */
  static String ofDevice(String host, String deviceId, String key, Instant expiry) {
    return token(host + "/devices/" + deviceId, key, expiry, "");
  }

  /** A token of a shared access policy for the whole hub. */
  static String ofPolicy(String host, String policy, String key, Instant expiry) {
    return token(host, key, expiry, "&skn=" + policy);
  }

  /** A random key of 32 bytes, base64. */
  static String newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static String token(String resource, String key, Instant expiry, String suffix) {
    String escaped = escape(resource);
    String toSign = escaped + "\n" + expiry.getEpochSecond();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
      byte[] signature = mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8));
      return "SharedAccessSignature sr="
          + escaped
          + "&sig="
          + escape(Base64.getEncoder().encodeToString(signature))
          + "&se="
          + expiry.getEpochSecond()
          + suffix;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
