package io.weir.local.edge;

import java.lang.reflect.InvocationTargetException;
import java.security.Security;

/**
 * Starts an ordinary HiveMQ broker whose TLS listeners accept any client certificate at the
 * handshake. The broker is found on the class path at run time: this program's own code stands on
 * the JDK alone.
 */
public final class EdgeMain {
  private static final String BROKER = "com.hivemq.HiveMQServer";

  private EdgeMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Security.addProvider(new AnyClientCertificateProvider());
    Security.setProperty(
        "ssl.TrustManagerFactory.algorithm", AnyClientCertificateProvider.ALGORITHM);
    try {
      Class.forName(BROKER)
          .getMethod("main", String[].class)
          .invoke(null, new Object[] {arguments});
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      System.err.println("Error: the broker did not start: " + cause);
      System.exit(1);
    }
  }
}
