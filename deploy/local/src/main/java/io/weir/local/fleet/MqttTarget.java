package io.weir.local.fleet;

import io.weir.device.auth.SasToken;
import io.weir.local.client.TrustedCa;
import io.weir.local.hub.HubAddress;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where devices connect, and as whom.
 *
 * @param hostName the hub's host name, which tokens and user names carry
 * @param port MQTT over TLS
 * @param trust whom the devices trust
 */
public record MqttTarget(String hostName, int port, TrustManagerFactory trust) {
  private static final Duration TOKEN_LIFE = Duration.ofDays(1);

  public static MqttTarget of(HubAddress hub, int port) {
    return new MqttTarget(hub.hostName(), port, TrustedCa.trustManagers(hub.ca()));
  }

  /** The user name of MQTT-02. */
  public String userName(String deviceId) {
    return hostName + "/" + deviceId + "/?api-version=2021-04-12&DeviceClientType=weir-fleet";
  }

  /** A fresh token, the password of MQTT-04. */
  public String password(DeviceCredentials device) {
    return SasToken.create(
        hostName + "/devices/" + Percent.encode(device.deviceId()),
        device.key(),
        Instant.now().plus(TOKEN_LIFE),
        null);
  }
}
