package io.weir.local.hub;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How a command reaches a hub's service API: host name, HTTPS port, policy and key, and the CA to
 * trust (empty: the JDK's own).
 */
public record HubAddress(
    String hostName, int httpsPort, String policy, String key, Optional<Path> ca) {
  /** The local hub, as its owner policy. */
  public static HubAddress of(HubConfig hub, DataDirectory data) {
    Policy owner = hub.policy(Policy.OWNER).orElseGet(() -> hub.policies().get(0));
    return new HubAddress(
        hub.host(),
        hub.ports().https(),
        owner.name(),
        owner.primaryKey(),
        Optional.of(data.caFile()));
  }

  /** A hub elsewhere; {@code HostName} may carry {@code :port}, otherwise HTTPS is on 443. */
  public static HubAddress of(ConnectionString connection, Optional<Path> ca) {
    String host = connection.hostName();
    int port = Ports.DEFAULT.https();
    int colon = host.indexOf(':');
    if (colon > 0 && host.substring(colon + 1).matches("[0-9]{1,5}")) {
      port = Integer.parseInt(host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    return new HubAddress(host, port, connection.policy(), connection.key(), ca);
  }

  /**
   * Which hub it is: its place, and a few digits of a hash of the key, which a hub that was made
   * anew at the same place has not.
   */
  public String identification() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return hostName + ":" + httpsPort + " " + HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "HubAddress[" + hostName + ":" + httpsPort + ", policy=" + policy + "]";
  }
}
