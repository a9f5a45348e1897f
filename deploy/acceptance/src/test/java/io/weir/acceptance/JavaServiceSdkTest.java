package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.auth.SymmetricKey;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The official Java service SDK on the registry. */
@HubTest
@Order(20)
class JavaServiceSdkTest {
  private final Hub hub = Hub.shared();
  private final RegistryClient registry = client("iothubowner");

  @Test
  @DisplayName("REST-01 REST-02 REST-53 REST-54 REG-02: a new device is what was asked for")
  void creates() throws Exception {
    Device created = registry.addDevice(new Device("service-create"));

    assertThat(created.getStatus()).isEqualTo(DeviceStatus.Enabled);
    assertThat(created.getGenerationId()).matches("[0-9]+");
    assertThat(created.getETag()).isNotEmpty();

    Device read = registry.getDevice("service-create");
    assertThat(read.getPrimaryKey()).isEqualTo(created.getPrimaryKey());
    assertThat(read.getSecondaryKey()).isEqualTo(created.getSecondaryKey());
    assertThat(read.getETag()).isEqualTo(created.getETag());
    assertThat(read.getGenerationId()).isEqualTo(created.getGenerationId());
  }

  @Test
  @DisplayName("REG-03: keys that are given are kept")
  void keepsGivenKeys() throws Exception {
    SymmetricKey keys = new SymmetricKey();
    Device device = new Device("service-keys");
    device.setSymmetricKey(keys);
    registry.addDevice(device);

    Device read = registry.getDevice("service-keys");
    assertThat(read.getPrimaryKey()).isEqualTo(keys.getPrimaryKey());
    assertThat(read.getSecondaryKey()).isEqualTo(keys.getSecondaryKey());
  }

  @Test
  @DisplayName("AUTH-12 AUTH-14: a device with thumbprints")
  void createsSelfSigned() throws Exception {
    String thumbprint = DeviceCertificate.selfSigned("service-x509").sha256Thumbprint();
    Device device = new Device("service-x509", AuthenticationType.SELF_SIGNED);
    device.setThumbprint(thumbprint, thumbprint);
    registry.addDevice(device);

    Device read = registry.getDevice("service-x509");
    assertThat(read.getAuthenticationType()).isEqualTo(AuthenticationType.SELF_SIGNED);
    assertThat(read.getPrimaryThumbprint()).isEqualToIgnoringCase(thumbprint);
  }

  @Test
  @DisplayName("AUTH-12 REG-02: a thumbprint and a status reason that a body sets to null are gone")
  void removesWhatIsNull() {
    ServiceApi api = new ServiceApi(hub);
    String path = ServiceApi.path("service-removed");
    String kept = "AB".repeat(20);
    api.createDevice("service-removed", kept);
    ObjectNode device = (ObjectNode) Json.parse(api.send("GET", path, null, Map.of()).body());
    device.put("statusReason", "in repair");
    api.send("PUT", path, device.toString(), Map.of("If-Match", "*"));

    device.putNull("statusReason");
    ((ObjectNode) device.at("/authentication/x509Thumbprint")).putNull("secondaryThumbprint");
    assertThat(api.send("PUT", path, device.toString(), Map.of("If-Match", "*")).statusCode())
        .isEqualTo(200);

    JsonNode read = Json.parse(api.send("GET", path, null, Map.of()).body());
    assertThat(read.path("statusReason").isNull()).isTrue();
    JsonNode thumbprints = read.at("/authentication/x509Thumbprint");
    assertThat(thumbprints.path("primaryThumbprint").asText()).isEqualTo(kept);
    assertThat(thumbprints.path("secondaryThumbprint").isNull()).isTrue();
  }

  @Test
  @DisplayName("REST-02 REST-51: an update changes the etag and what was asked for, nothing else")
  void updates() throws Exception {
    Device created = registry.addDevice(new Device("service-update"));
    created.setStatus(DeviceStatus.Disabled);
    Device updated = registry.updateDevice(created);

    assertThat(updated.getStatus()).isEqualTo(DeviceStatus.Disabled);
    Device read = registry.getDevice("service-update");
    assertThat(read.getStatus()).isEqualTo(DeviceStatus.Disabled);
    assertThat(read.getPrimaryKey()).isEqualTo(created.getPrimaryKey());
    assertThat(read.getGenerationId()).isEqualTo(created.getGenerationId());
    assertThat(read.getETag()).isNotEqualTo(created.getETag());
  }

  @Test
  @DisplayName("REST-03 REG-02 REG-07: a deleted device is gone; a new one is of a new generation")
  void deletes() throws Exception {
    Device first = registry.addDevice(new Device("service-delete"));
    registry.removeDevice("service-delete");
    assertThatThrownBy(() -> registry.getDevice("service-delete"))
        .isInstanceOf(IotHubNotFoundException.class);
    assertThatThrownBy(() -> registry.removeDevice("service-delete"))
        .isInstanceOf(IotHubNotFoundException.class);

    Device second = registry.addDevice(new Device("service-delete"));
    assertThat(second.getGenerationId()).isNotEqualTo(first.getGenerationId());
    assertThat(second.getPrimaryKey()).isNotEqualTo(first.getPrimaryKey());
  }

  @Test
  @DisplayName("REST-52 ERR-04: what exists is not created again (409)")
  void refusesDuplicate() throws Exception {
    registry.addDevice(new Device("service-duplicate"));

    assertThatThrownBy(() -> registry.addDevice(new Device("service-duplicate")))
        .isInstanceOf(IotHubConflictException.class)
        .hasMessageContaining("DeviceAlreadyExists");
  }

  @Test
  @DisplayName("REST-01 ERR-01: what does not exist is not found (404)")
  void doesNotFindUnknown() {
    assertThatThrownBy(() -> registry.getDevice("service-nobody"))
        .isInstanceOf(IotHubNotFoundException.class)
        .hasMessageContaining("DeviceNotFound");
  }

  @Test
  @DisplayName("REST-52 REST-57: an update from an outdated reading changes nothing (412)")
  void refusesOutdatedUpdate() throws Exception {
    Device outdated = registry.addDevice(new Device("service-outdated"));
    Device present = registry.getDevice("service-outdated");
    present.setStatus(DeviceStatus.Disabled);
    registry.updateDevice(present);

    outdated.setStatus(DeviceStatus.Enabled);
    assertThatThrownBy(() -> registry.removeDevice(outdated))
        .isInstanceOf(IotHubPreconditionFailedException.class);
    assertThat(registry.getDevice("service-outdated").getStatus()).isEqualTo(DeviceStatus.Disabled);
  }

  @Test
  @DisplayName("REG-01: odd characters in a device id, as far as this SDK takes them to the wire")
  void acceptsOddIds() throws Exception {
    String id = "odd-.+_*!(),:=@$'1";
    registry.addDevice(new Device(id));

    assertThat(registry.getDevice(id).getDeviceId()).isEqualTo(id);
    registry.removeDevice(id);
  }

  @Test
  @DisplayName("AUTH-07 AUTH-08: a policy may do what its rights say, and no more (401)")
  void respectsPolicies() throws Exception {
    registry.addDevice(new Device("service-policies"));

    assertThat(client("registryRead").getDevice("service-policies").getDeviceId())
        .isEqualTo("service-policies");
    assertThatThrownBy(() -> client("registryRead").addDevice(new Device("service-forbidden")))
        .isInstanceOf(IotHubUnauthorizedException.class);
    assertThatThrownBy(() -> client("device").getDevice("service-policies"))
        .isInstanceOf(IotHubUnauthorizedException.class);
    client("registryReadWrite").removeDevice("service-policies");
  }

  @Test
  @DisplayName("AUTH-17: a wrong policy key is refused (401)")
  void refusesWrongKey() {
    RegistryClient impostor =
        new RegistryClient(
            "HostName="
                + hub.host()
                + ";SharedAccessKeyName=iothubowner;SharedAccessKey="
                + Base64.getEncoder().encodeToString(new byte[32]));

    assertThatThrownBy(() -> impostor.getDevice("service-nobody"))
        .isInstanceOf(IotHubUnauthorizedException.class);
  }

  private RegistryClient client(String policy) {
    return new RegistryClient(hub.connectionString(policy));
  }
}
