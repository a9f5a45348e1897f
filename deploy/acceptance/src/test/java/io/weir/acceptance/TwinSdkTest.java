package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.weir.acceptance.ServiceApi.Device;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Twins with the official Java SDKs on both sides. */
@HubTest
class TwinSdkTest {
  private static final int UPDATES = 60;

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);
  private final TwinClient twins = new TwinClient(hub.connectionString("service"));

  @Test
  @DisplayName("REST-10..12 TWIN-02 TWIN-05 TWIN-11: the service SDK reads, patches and replaces")
  void service() throws Exception {
    api.createDevice("sdk-twin-service");
    Twin twin = new Twin("sdk-twin-service");
    twin.getTags().put("hall", "north");
    twin.getDesiredProperties().put("interval", 30);
    Twin patched = twins.patch(twin);
    assertThat(patched.getTags()).containsEntry("hall", "north");
    assertThat(patched.getDesiredProperties().getVersion()).isEqualTo(2);

    assertThatThrownBy(() -> twins.patch(twin, "stale")).isInstanceOf(IotHubException.class);

    Twin other = new Twin("sdk-twin-service");
    other.getDesiredProperties().put("mode", "eco");
    Twin replaced = twins.replace(other);
    assertThat(replaced.getDesiredProperties()).containsOnlyKeys("mode");
    assertThat(twins.get("sdk-twin-service").getETag()).isEqualTo(replaced.getETag());
  }

  @Test
  @DisplayName("MQTT-31 MQTT-33 MQTT-36: the device SDK gets, reports and is told")
  void device() throws Exception {
    Device identity = api.createDevice("sdk-twin-device");
    BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();
    try (SdkDevice device = SdkDevice.of(identity.connectionString(hub), Trust.inHub(hub)).open()) {
      device
          .client()
          .subscribeToDesiredProperties(
              (twin, context) -> told.add(Map.copyOf(twin.getDesiredProperties())), null);
      TwinCalls calls = new TwinCalls(device.client());
      assertThat(calls.get().getDesiredProperties().getVersion()).isEqualTo(1);
      int repeatedGets = calls.repeated();

      Twin wish = new Twin("sdk-twin-device");
      wish.getDesiredProperties().put("interval", 10);
      twins.patch(wish);
      assertThat(told.poll(20, TimeUnit.SECONDS)).containsEntry("interval", 10L);

      for (int i = 1; i <= UPDATES; i++) {
        assertThat(calls.report("step", i)).isEqualTo(i + 1 + calls.repeated() - repeatedGets);
      }
      assertThat(twins.get("sdk-twin-device").getReportedProperties())
          .hasEntrySatisfying(
              "step", step -> assertThat(((Number) step).intValue()).isEqualTo(UPDATES));
      assertThat(twins.get("sdk-twin-device").getConnectionState())
          .isEqualToIgnoringCase("Connected");
    }
  }
}
