package io.weir.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

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

  /** For a client that meets the hub at addresses that its certificate does not name. */
  static SSLContext inHubAtAnyAddress(Hub hub) {
    try {
      X509TrustManager strict = (X509TrustManager) managers(hub)[0];
      return context(null, new TrustManager[] {new AnyAddress(strict)});
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Hub hub, DeviceCertificate certificate) {
    try {
      return context(certificate == null ? null : certificate.keyManagers(), managers(hub));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, new SecureRandom());
    return context;
  }

  private static TrustManager[] managers(Hub hub) throws GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trustStore(hub));
    return trust.getTrustManagers();
  }

  /** Checks the chain, but not whom the certificate is for: the connection is not looked at. */
  private static final class AnyAddress extends X509ExtendedTrustManager {
    private final X509TrustManager chains;

    AnyAddress(X509TrustManager chains) {
      this.chains = chains;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      chains.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      chains.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return chains.getAcceptedIssuers();
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
