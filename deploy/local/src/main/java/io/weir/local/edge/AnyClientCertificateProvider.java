package io.weir.local.edge;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A trust manager that lets any client certificate pass the TLS handshake, so that devices with
 * self-signed certificates share a port with those that have none (wire id NET-09). What the
 * certificate is worth is decided afterwards, by its thumbprint (wire id AUTH-12). It vouches for
 * no server: a TLS client that ends up with it by mistake fails closed.
 */
public final class AnyClientCertificateProvider extends Provider {
  private static final long serialVersionUID = 1L;

  /** The algorithm's name, for {@code ssl.TrustManagerFactory.algorithm}. */
  public static final String ALGORITHM = "WeirAnyClient";

  public AnyClientCertificateProvider() {
    super("Weir", "1", "accepts any client certificate at the TLS handshake");
    putService(
        new Service(
            this,
            "TrustManagerFactory",
            ALGORITHM,
            AnyClientFactory.class.getName(),
            List.of(),
            Map.of()));
  }

  /** Instantiated by the security framework. */
  public static final class AnyClientFactory extends TrustManagerFactorySpi {
    @Override
    protected void engineInit(KeyStore ignored) {}

    @Override
    protected void engineInit(ManagerFactoryParameters ignored) {}

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {new AnyClient()};
    }
  }

  private static final class AnyClient extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws java.security.cert.CertificateException {
      throw noServer();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws java.security.cert.CertificateException {
      throw noServer();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws java.security.cert.CertificateException {
      throw noServer();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }

    private static java.security.cert.CertificateException noServer() {
      return new java.security.cert.CertificateException(
          ALGORITHM + " judges clients only; a TLS client must name PKIX");
    }
  }
}
