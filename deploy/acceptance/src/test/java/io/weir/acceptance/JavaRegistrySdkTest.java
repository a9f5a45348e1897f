package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.service.auth.SymmetricKey;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadFormatException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.query.RawQueryResponse;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryStatistics;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The official Java service SDK on queries, modules, their twins and statistics. */
@HubTest
@Order(21)
class JavaRegistrySdkTest {
  private static final int PAGE = 2;

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);
  private final RegistryClient registry = new RegistryClient(hub.connectionString("iothubowner"));
  private final TwinClient twins = new TwinClient(hub.connectionString("service"));
  private final QueryClient queries = new QueryClient(hub.connectionString("service"));

  @Test
  @DisplayName("REST-18 REST-59: a query fetches one page of twins after the other")
  void pages() throws Exception {
    List<String> ids = createLot("registry-paged", 5);
    TwinQueryResponse response = queries.queryTwins(twinsOf("registry-paged"), page(null));
    List<String> found = new ArrayList<>();
    while (response.hasNext()) {
      Twin twin = response.next(page(null));
      assertThat(twin.getTags()).containsEntry("lot", "registry-paged");
      assertThat(twin.getVersion()).isEqualTo(3);
      found.add(twin.getDeviceId());
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  @DisplayName("REST-59: with a continuation token another client goes on; the last page has none")
  void goesOnElsewhere() throws Exception {
    List<String> ids = createLot("registry-continued", 5);
    List<String> found = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String token = null;
    do {
      QueryClient client = new QueryClient(hub.connectionString("service"));
      TwinQueryResponse response = client.queryTwins(twinsOf("registry-continued"), page(token));
      token = response.getContinuationToken();
      int size = 0;
      for (; size < PAGE && response.hasNext(); size++) {
        found.add(response.next(page(null)).getDeviceId());
      }
      sizes.add(size);
      assertThat(response.getContinuationToken()).as("all of one page").isEqualTo(token);
    } while (token != null);
    assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(sizes).containsExactly(2, 2, 1);
  }

  @Test
  @DisplayName("QRY-02 QRY-08 QRY-09 QRY-12 ERR-04: rows, counts, jobs, and a mistake")
  void rows() throws Exception {
    createLot("registry-rows", 5);
    RawQueryResponse rows =
        queries.queryRaw(
            "SELECT tags.number AS n FROM devices WHERE tags.lot = 'registry-rows'", page(null));
    List<Integer> numbers = new ArrayList<>();
    while (rows.hasNext()) {
      numbers.add(Json.parse(rows.next(page(null))).path("n").asInt());
    }
    assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(count("WHERE tags.lot = 'registry-rows' AND tags.number > 1")).isEqualTo(3);
    assertThat(queries.queryJobs("SELECT * FROM devices.jobs").hasNext()).isFalse();
    assertThatThrownBy(() -> queries.queryTwins("SELECT * FROM nothing"))
        .isInstanceOf(IotHubBadFormatException.class)
        .hasMessageContaining("ArgumentInvalid");
  }

  @Test
  @DisplayName("REST-06..09 REST-52 REG-03 REG-09: modules are added, listed, changed and removed")
  void modules() throws Exception {
    String id = "registry-modules";
    registry.addDevice(new Device(id));
    Module eye = registry.addModule(new Module(id, "eye"));
    registry.addModule(new Module(id, "ear"));

    assertThat(eye.getDeviceId()).isEqualTo(id);
    assertThat(eye.getId()).isEqualTo("eye");
    assertThat(eye.getGenerationId()).matches("[0-9]+");
    Module read = registry.getModule(id, "eye");
    assertThat(read.getETag()).isNotEmpty().isEqualTo(eye.getETag());
    assertThat(read.getGenerationId()).isEqualTo(eye.getGenerationId());
    assertThat(read.getPrimaryKey()).isNotEmpty().isEqualTo(eye.getPrimaryKey());
    assertThat(read.getSecondaryKey()).isNotEmpty().isEqualTo(eye.getSecondaryKey());
    assertThat(moduleIds(id)).containsExactlyInAnyOrder("eye", "ear");
    assertThatThrownBy(() -> registry.addModule(new Module(id, "eye")))
        .isInstanceOf(IotHubConflictException.class)
        .hasMessageContaining("ModuleAlreadyExistsOnDevice");

    SymmetricKey keys = new SymmetricKey();
    read.setSymmetricKey(keys);
    Module updated = registry.updateModule(read);
    assertThat(updated.getPrimaryKey()).isEqualTo(keys.getPrimaryKey());
    assertThat(updated.getETag()).isNotEqualTo(eye.getETag());
    assertThat(registry.getModule(id, "eye").getSecondaryKey()).isEqualTo(keys.getSecondaryKey());

    assertThatThrownBy(() -> registry.removeModule(eye))
        .as("read before the change")
        .isInstanceOf(IotHubPreconditionFailedException.class);
    registry.removeModule(updated);
    registry.removeModule(id, "ear");
    assertThat(moduleIds(id)).isEmpty();
    assertThatThrownBy(() -> registry.getModule(id, "eye"))
        .isInstanceOf(IotHubNotFoundException.class)
        .hasMessageContaining("ModuleNotFound");
    assertThatThrownBy(() -> registry.removeModule(id, "eye"))
        .isInstanceOf(IotHubNotFoundException.class);
  }

  @Test
  @DisplayName("REST-13..15 TWIN-02 TWIN-05 TWIN-11: the twin of a module is not its device's")
  void moduleTwins() throws Exception {
    String id = "registry-twins";
    registry.addDevice(new Device(id));
    registry.addModule(new Module(id, "eye"));
    Twin fresh = twins.get(id, "eye");
    assertThat(fresh.getModuleId()).isEqualTo("eye");
    assertThat(fresh.getETag()).isEqualTo("AAAAAAAAAAE=");
    assertThat(fresh.getDesiredProperties()).isEmpty();

    Twin patch = new Twin(id, "eye");
    patch.getTags().put("role", "watch");
    patch.getDesiredProperties().put("zoom", "near");
    Twin patched = twins.patch(patch, fresh.getETag());
    assertThat(patched.getModuleId()).isEqualTo("eye");
    assertThat(patched.getTags()).containsEntry("role", "watch");
    assertThat(patched.getDesiredProperties()).containsEntry("zoom", "near");
    assertThat(patched.getDesiredProperties().getVersion()).isEqualTo(2);
    assertThatThrownBy(() -> twins.patch(patch, fresh.getETag()))
        .isInstanceOf(IotHubPreconditionFailedException.class);

    Twin other = new Twin(id, "eye");
    other.getTags().put("hall", "registry");
    other.getDesiredProperties().put("mode", "eco");
    assertThatThrownBy(() -> twins.replace(other, fresh.getETag()))
        .isInstanceOf(IotHubPreconditionFailedException.class);
    Twin replaced = twins.replace(other, patched.getETag());
    assertThat(replaced.getTags()).containsOnlyKeys("hall");
    assertThat(replaced.getDesiredProperties()).containsOnlyKeys("mode");

    Twin read = twins.get(id, "eye");
    assertThat(read.getETag()).isEqualTo(replaced.getETag());
    assertThat(read.getTags()).isEqualTo(replaced.getTags());
    assertThat(read.getDesiredProperties().getVersion()).isEqualTo(3);
    Twin device = twins.get(id);
    assertThat(device.getModuleId()).isNull();
    assertThat(device.getTags()).isEmpty();
    assertThat(device.getDesiredProperties()).isEmpty();
    TwinQueryResponse found =
        twins.query("SELECT * FROM devices.modules WHERE tags.hall = 'registry'");
    assertThat(found.next().getDeviceId()).isEqualTo(id);
    assertThat(found.hasNext()).isFalse();
    assertThatThrownBy(() -> twins.get(id, "nose"))
        .isInstanceOf(IotHubNotFoundException.class)
        .hasMessageContaining("ModuleNotFound");
  }

  @Test
  @DisplayName("REST-19: the statistics count what a query counts")
  void statistics() throws Exception {
    registry.addDevice(new Device("registry-counted"));
    Device disabled = new Device("registry-counted-off");
    disabled.setStatus(DeviceStatus.Disabled);
    registry.addDevice(disabled);
    long all = count("");
    long off = count("WHERE status = 'disabled'");
    assertThat(off).isPositive().isLessThan(all);

    Awaitility.await("the devices are counted anew")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              RegistryStatistics counted = registry.getStatistics();
              assertThat(counted.getTotalDeviceCount()).isEqualTo(all);
              assertThat(counted.getDisabledDeviceCount()).isEqualTo(off);
              // The SDK looks for the enabled ones by a name that no hub sends.
              assertThat(enabled()).isEqualTo(all - off);
            });
  }

  private long enabled() {
    String statistics = api.send("GET", "/statistics/devices", null, Map.of()).body();
    return Json.parse(statistics).path("enabledDeviceCount").asLong();
  }

  /** Devices with the lot and a number of their own among their tags; their ids. */
  private List<String> createLot(String lot, int size) throws IotHubException, IOException {
    List<String> ids = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      String id = lot + "-" + number;
      registry.addDevice(new Device(id));
      Twin twin = new Twin(id);
      twin.getTags().put("lot", lot);
      twin.getTags().put("number", number);
      twins.patch(twin);
      ids.add(id);
    }
    return ids;
  }

  private static String twinsOf(String lot) {
    return "SELECT * FROM devices WHERE tags.lot = '" + lot + "'";
  }

  /**
   * @param token null for the first page
   */
  private static QueryPageOptions page(String token) {
    return QueryPageOptions.builder().pageSize(PAGE).continuationToken(token).build();
  }

  private long count(String condition) throws IotHubException, IOException {
    String row = queries.queryRaw("SELECT COUNT() AS n FROM devices " + condition).next();
    return Json.parse(row).path("n").asLong();
  }

  private List<String> moduleIds(String deviceId) throws IotHubException, IOException {
    return registry.getModulesOnDevice(deviceId).stream().map(Module::getId).toList();
  }
}
