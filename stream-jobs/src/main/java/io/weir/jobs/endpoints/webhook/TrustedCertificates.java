package io.weir.jobs.endpoints.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust in the JDK's authorities and in others. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * @param pem one certificate or more
   */
  static SSLContext context(String pem) throws IOException {
    try {
      List<Certificate> trusted = new ArrayList<>(ofTheJdk());
      trusted.addAll(
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("ca-" + i, trusted.get(i));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("secret trusted-ca.pem: not usable (expected: certificates, PEM)", e);
    }
  }

  private static List<X509Certificate> ofTheJdk() throws GeneralSecurityException {
    List<X509Certificate> issuers = new ArrayList<>();
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        issuers.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return issuers;
  }

  /**
   * @param store null for the JDK's own
   */
  private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
