package io.weir.local.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a TLS client of the hub trusts. */
public final class TrustedCa {
  private TrustedCa() {}

  /** A context that trusts that CA certificate (PEM) alone; the JDK's own CAs when empty. */
  public static SSLContext context(Optional<Path> ca) throws IOException {
    try {
      if (ca.isEmpty()) {
        return SSLContext.getDefault();
      }
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", CertificateAuthority.readCertificate(ca.get()));
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the CA certificate cannot be used: " + e.getMessage(), e);
    }
  }
}
