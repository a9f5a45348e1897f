package io.weir.local.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Tells whether a component does its work yet. Called often: it answers within a second or so. */
@FunctionalInterface
public interface HealthProbe {
  /** True when the component does its work; false or an exception when not (yet). */
  boolean healthy() throws IOException;

  /** Something accepts connections on that address. */
  static HealthProbe tcp(String host, int port) {
    int timeoutMillis = Math.toIntExact(Duration.ofSeconds(1).toMillis());
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), timeoutMillis);
        return true;
      }
    };
  }
}
