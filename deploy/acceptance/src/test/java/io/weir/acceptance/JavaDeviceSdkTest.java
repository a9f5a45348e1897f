package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import io.weir.acceptance.EventMonitor.Event;
import io.weir.acceptance.ServiceApi.Device;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The official Java SDK as a device over MQTT. */
@HubTest
@Order(10)
class JavaDeviceSdkTest {
  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private final EventMonitor monitor = new EventMonitor(hub);

  @Test
  @DisplayName("AUTH-01 AUTH-02 MQTT-01 MQTT-04 MQTT-11: a device with a key of its own sends")
  void sendsWithSharedAccessSignature() throws Exception {
    Device device = service.createDevice("java-sas");
    try (SdkDevice client = open(device)) {
      client.send("one");
      client.send("two");
    }

    assertThat(monitor.first(2, device.id())).extracting(Event::text).containsExactly("one", "two");
  }

  @Test
  @DisplayName("AUTH-06: the connection string that the command line prints, and the secondary key")
  void sendsWithEitherKey() throws Exception {
    Device device = service.createDevice("java-keys");
    try (SdkDevice client =
        SdkDevice.of(hub.deviceConnectionString(device.id()), Trust.inHub(hub)).open()) {
      client.send("primary");
    }
    String secondary =
        "HostName="
            + hub.host()
            + ";DeviceId="
            + device.id()
            + ";SharedAccessKey="
            + device.secondaryKey();
    try (SdkDevice client = SdkDevice.of(secondary, Trust.inHub(hub)).open()) {
      client.send("secondary");
    }

    assertThat(monitor.first(2, device.id()))
        .extracting(Event::text)
        .containsExactly("primary", "secondary");
  }

  @Test
  @DisplayName("AUTH-12 AUTH-15 NET-09: a device with a self-signed certificate sends")
  void sendsWithSelfSignedCertificate() throws Exception {
    DeviceCertificate certificate = DeviceCertificate.selfSigned("java-x509");
    service.createDevice("java-x509", certificate.sha256Thumbprint());
    try (SdkDevice client = withCertificate("java-x509", certificate).open()) {
      client.send("certified");
    }

    Event event = monitor.first(1, "java-x509").get(0);
    assertThat(event.text()).isEqualTo("certified");
    assertThat(event.systemProperties().get("connectionAuthMethod")).contains("x509");
  }

  @Test
  @DisplayName("AUTH-12: a SHA-1 thumbprint in upper case serves as well")
  void sendsWithUpperCaseSha1Thumbprint() throws Exception {
    DeviceCertificate certificate = DeviceCertificate.selfSigned("java-x509-sha1");
    service.createDevice(
        "java-x509-sha1", certificate.sha1Thumbprint().toUpperCase(java.util.Locale.ROOT));
    try (SdkDevice client = withCertificate("java-x509-sha1", certificate).open()) {
      client.send("certified");
    }

    assertThat(monitor.first(1, "java-x509-sha1").get(0).text()).isEqualTo("certified");
  }

  @Test
  @DisplayName("AUTH-17: a certificate that is not the device's is refused")
  void refusesAnotherCertificate() {
    DeviceCertificate certificate = DeviceCertificate.selfSigned("java-x509-other");
    service.createDevice("java-x509-other", certificate.sha256Thumbprint());

    assertRefused(
        withCertificate("java-x509-other", DeviceCertificate.selfSigned("java-x509-other")));
  }

  @Test
  @DisplayName("MQTT-12 MQTT-13 ROUTE-06 EH-08 EH-10: properties of every kind arrive unchanged")
  void keepsProperties() throws Exception {
    Device device = service.createDevice("java-properties");
    Message message = new Message("{\"temperature\": 21.5}".getBytes(StandardCharsets.UTF_8));
    message.setMessageId("m-1");
    message.setCorrelationId("c/1 & more=1");
    message.setUserId("Zoë");
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    message.setConnectionDeviceId("somebody-else");
    message.setProperty("level", "critical");
    message.setProperty("text", "a=b&c=d/e?f #% +");
    message.setProperty("größe", "日本語 ✓ 🚀");
    try (SdkDevice client = open(device)) {
      client.send(message);
    }

    Event event = monitor.first(1, device.id()).get(0);
    assertThat(event.deviceId()).isEqualTo(device.id());
    assertThat(event.properties())
        .containsOnly(
            entry("level", "critical"),
            entry("text", "a=b&c=d/e?f #% +"),
            entry("größe", "日本語 ✓ 🚀"));
    assertThat(event.systemProperties())
        .contains(
            entry("messageId", "m-1"),
            entry("correlationId", "c/1 & more=1"),
            entry("userId", "Zoë"),
            entry("contentType", "application/json"),
            entry("contentEncoding", "utf-8"),
            entry("connectionDeviceId", device.id()),
            entry("connectionDeviceGenerationId", device.generationId()))
        .containsKey("enqueuedTime");
    assertThat(Json.parse(event.systemProperties().get("connectionAuthMethod")))
        .isEqualTo(
            Json.parse(
                "{\"scope\":\"device\",\"type\":\"sas\",\"issuer\":\"iothub\","
                    + "\"acceptingIpFilterRule\":null}"));
    assertThat(event.json()).isEqualTo(Json.parse("{\"temperature\": 21.5}"));
  }

  @Test
  @DisplayName("EH-10: a body of every byte there is")
  void keepsEveryByte() throws Exception {
    Device device = service.createDevice("java-bodies");
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    try (SdkDevice client = open(device)) {
      client.send(new Message(everyByte));
    }

    assertThat(monitor.first(1, device.id()).get(0).bytes()).isEqualTo(everyByte);
  }

  @Test
  @DisplayName("AUTH-17 MQTT-05: a wrong key is refused")
  void refusesWrongKey() {
    Device device = service.createDevice("java-wrong-key");
    Device impostor =
        new Device(device.id(), Base64.getEncoder().encodeToString(new byte[32]), "", "");

    assertRefused(client(impostor));
  }

  @Test
  @DisplayName("AUTH-10 AUTH-17: an expired token is refused")
  void refusesExpiredToken() {
    Device device = service.createDevice("java-expired");
    String token =
        Sas.ofDevice(
            hub.host(),
            device.id(),
            device.primaryKey(),
            Instant.now().minus(Duration.ofMinutes(10)));

    assertRefused(SdkDevice.ofToken(hub.host(), device.id(), token, Trust.inHub(hub)));
  }

  @Test
  @DisplayName("AUTH-17: an unknown device is refused")
  void refusesUnknownDevice() {
    Device known = service.createDevice("java-known");

    assertRefused(client(new Device("java-unknown", known.primaryKey(), "", "")));
  }

  @Test
  @DisplayName("AUTH-11: a disabled device is refused until it is enabled again")
  void refusesDisabledDevice() throws Exception {
    Device device = service.createDevice("java-disabled");
    service.setStatus(device.id(), "disabled");
    assertRefused(client(device));

    service.setStatus(device.id(), "enabled");
    try (SdkDevice client = open(device)) {
      client.send("back");
    }
    assertThat(monitor.first(1, device.id()).get(0).text()).isEqualTo("back");
  }

  @Test
  @DisplayName("AUTH-11: a device that is disabled while connected is closed within a second")
  void closesDisabledDevice() throws Exception {
    Device device = service.createDevice("java-revoked");
    try (SdkDevice client = open(device)) {
      client.send("before");
      service.setStatus(device.id(), "disabled");

      assertThat(client.isDisconnectedWithin(2, TimeUnit.SECONDS)).isTrue();
    }
    assertRefused(client(device));
  }

  @Test
  @DisplayName("REST-03: a device that is deleted while connected is closed and refused")
  void closesDeletedDevice() throws Exception {
    Device device = service.createDevice("java-deleted");
    try (SdkDevice client = open(device)) {
      client.send("before");
      service.deleteDevice(device.id());

      assertThat(client.isDisconnectedWithin(2, TimeUnit.SECONDS)).isTrue();
    }
    assertRefused(client(device));
  }

  @Test
  @DisplayName("MQTT-06: of two connections with one identity the older is closed")
  void newConnectionEvictsTheOld() throws Exception {
    Device device = service.createDevice("java-twice");
    try (SdkDevice first = open(device)) {
      first.send("first");
      try (SdkDevice second = open(device)) {
        assertThat(first.isDisconnectedWithin(5, TimeUnit.SECONDS)).isTrue();
        second.send("second");
      }
    }

    assertThat(monitor.first(2, device.id()))
        .extracting(Event::text)
        .containsExactly("first", "second");
  }

  private SdkDevice client(Device device) {
    return SdkDevice.of(device.connectionString(hub), Trust.inHub(hub));
  }

  private SdkDevice open(Device device) throws IotHubClientException {
    return client(device).open();
  }

  private SdkDevice withCertificate(String id, DeviceCertificate certificate) {
    return SdkDevice.of(
        "HostName=" + hub.host() + ";DeviceId=" + id + ";x509=true", Trust.inHub(hub, certificate));
  }

  private static void assertRefused(SdkDevice client) {
    try (client) {
      IotHubClientException refusal =
          catchThrowableOfType(IotHubClientException.class, client::open);
      assertThat(refusal).isNotNull();
      assertThat(refusal.getStatusCode()).isEqualTo(IotHubStatusCode.UNAUTHORIZED);
    }
  }
}
