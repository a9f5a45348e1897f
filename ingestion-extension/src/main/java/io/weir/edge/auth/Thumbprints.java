package io.weir.edge.auth;

import io.weir.device.identity.Authentication;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A certificate's fingerprints of its DER form, upper-case hex (AUTH-12).
 *
 * @param sha1 null when the certificate cannot be encoded; likewise {@code sha256}
 */
record Thumbprints(String sha1, String sha256) {

  static Thumbprints of(X509Certificate certificate) {
    try {
      byte[] der = certificate.getEncoded();
      return new Thumbprints(digest("SHA-1", der), digest("SHA-256", der));
    } catch (GeneralSecurityException e) {
      return new Thumbprints(null, null);
    }
  }

  boolean match(Authentication.SelfSigned expected) {
    return match(expected.primaryThumbprint()) || match(expected.secondaryThumbprint());
  }

  /** Without regard to case and separators. */
  private boolean match(String expected) {
    if (expected == null) {
      return false;
    }
    String hex = expected.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
    return hex.equals(sha1) || hex.equals(sha256);
  }

  private static String digest(String algorithm, byte[] der) throws GeneralSecurityException {
    return HexFormat.of()
        .withUpperCase()
        .formatHex(MessageDigest.getInstance(algorithm).digest(der));
  }
}
