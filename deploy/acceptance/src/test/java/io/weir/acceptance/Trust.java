package io.weir.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the hub's CA and in nothing else. */
final class Trust {
  private Trust() {}

  /** For a client without a certificate. */
  static SSLContext inHub(Hub hub) {
    return context(hub, null);
  }

  /** For a client that shows a certificate when it is asked for one. */
  static SSLContext inHub(Hub hub, DeviceCertificate certificate) {
    return context(hub, certificate);
  }

  /**
   * Makes the whole JVM trust the hub's CA. The Java service SDK opens its connections with the
   * JVM's defaults and offers no option.
   */
  static void installForJvm(Hub hub) {
    SSLContext context = inHub(hub);
    SSLContext.setDefault(context);
    HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
  }

  private static SSLContext context(Hub hub, DeviceCertificate certificate) {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trustStore(hub));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate == null ? null : certificate.keyManagers(),
          trust.getTrustManagers(),
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore trustStore(Hub hub) {
    try (InputStream in = Files.newInputStream(hub.caPath())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "hub", CertificateFactory.getInstance("X.509").generateCertificate(in));
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
