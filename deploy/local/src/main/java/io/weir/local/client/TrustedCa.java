package io.weir.local.client;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client of the hub trusts: the hub's own CA, or the JDK's when none is given. */
public final class TrustedCa {
  private TrustedCa() {}

  /**
   * Trust managers for the certificates of a PEM file; the JDK's own when there is none.
   *
   * @throws CommandFailure when the file cannot be read
   */
  public static TrustManagerFactory trustManagers(Optional<Path> pem) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(pem.isPresent() ? keyStore(pem.get()) : null);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new CommandFailure(
          "cannot read the CA certificate "
              + pem.map(Path::toString).orElse("of the JDK")
              + " ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** A TLS context that trusts {@link #trustManagers}. */
  public static SSLContext context(Optional<Path> pem) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(pem).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new CommandFailure("cannot set up TLS (" + e.getMessage() + ")", e);
    }
  }

  private static KeyStore keyStore(Path pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      if (number == 0) {
        throw new IOException("it holds no certificate");
      }
    }
    return store;
  }
}
