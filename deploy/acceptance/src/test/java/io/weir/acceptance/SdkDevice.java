package io.weir.acceptance;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.transport.NoRetry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A device that runs the official Java SDK over MQTT and does not reconnect by itself. */
final class SdkDevice implements AutoCloseable {
  private static final int SEND_MILLIS = 30_000;

  private final DeviceClient client;
  private final CountDownLatch disconnected = new CountDownLatch(1);

  private SdkDevice(DeviceClient client) {
    this.client = client;
    client.setRetryPolicy(new NoRetry());
    client.setConnectionStatusChangeCallback(
        context -> {
          if (context.getNewStatus() == IotHubConnectionStatus.DISCONNECTED) {
            disconnected.countDown();
          }
        },
        null);
  }

  /** With a connection string; {@code tls} carries the device's certificate, if it has one. */
  static SdkDevice of(String connectionString, SSLContext tls) {
    return new SdkDevice(
        new DeviceClient(
            connectionString,
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(tls).build()));
  }

  /** With a token that somebody else has made. */
  static SdkDevice ofToken(String host, String deviceId, String token, SSLContext tls) {
    return new SdkDevice(
        new DeviceClient(
            host,
            deviceId,
            token::toCharArray,
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(tls).build()));
  }

  SdkDevice open() throws IotHubClientException {
    client.open(false);
    return this;
  }

  void send(Message message) throws IotHubClientException, InterruptedException {
    client.sendEvent(message, SEND_MILLIS);
  }

  void send(String body) throws IotHubClientException, InterruptedException {
    send(new Message(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** The SDK's own client, for what this class does not wrap. */
  DeviceClient client() {
    return client;
  }

  boolean isDisconnectedWithin(long time, TimeUnit unit) throws InterruptedException {
    return disconnected.await(time, unit);
  }

  @Override
  public void close() {
    client.close();
  }
}
