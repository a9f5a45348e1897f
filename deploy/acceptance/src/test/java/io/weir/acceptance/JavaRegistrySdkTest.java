package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadFormatException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.query.RawQueryResponse;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryStatistics;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The official Java service SDK on modules, their twins, queries and statistics. */
@HubTest
@Order(21)
class JavaRegistrySdkTest {
  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);
  private final RegistryClient registry = new RegistryClient(hub.connectionString("iothubowner"));
  private final TwinClient twins = new TwinClient(hub.connectionString("service"));
  private final QueryClient queries = new QueryClient(hub.connectionString("service"));

  @Test
  @DisplayName("REST-06 REST-07 REST-08 REST-09 REG-09: modules are made, read, listed and removed")
  void modules() throws Exception {
    api.createDevice("registry-modules");
    Module made = registry.addModule(new Module("registry-modules", "one"));
    registry.addModule(new Module("registry-modules", "two"));
    assertThat(made.getPrimaryKey()).isNotEmpty();

    Module read = registry.getModule("registry-modules", "one");
    assertThat(read.getETag()).isEqualTo(made.getETag());
    assertThat(read.getPrimaryKey()).isEqualTo(made.getPrimaryKey());
    Module updated = registry.updateModule(read);
    assertThat(updated.getETag()).isNotEqualTo(made.getETag());
    assertThat(registry.getModulesOnDevice("registry-modules"))
        .extracting(Module::getId)
        .containsExactlyInAnyOrder("one", "two");

    registry.removeModule("registry-modules", "one");
    assertThatThrownBy(() -> registry.getModule("registry-modules", "one"))
        .isInstanceOf(IotHubNotFoundException.class);
  }

  @Test
  @DisplayName("REST-13 REST-14 REST-15: a module's twin is read, patched and replaced")
  void moduleTwins() throws Exception {
    api.createDevice("registry-twins");
    registry.addModule(new Module("registry-twins", "m"));
    Twin wish = new Twin("registry-twins", "m");
    wish.getTags().put("hall", "north");
    wish.getDesiredProperties().put("interval", 30);
    assertThat(twins.patch(wish).getTags()).containsEntry("hall", "north");
    Twin read = twins.get("registry-twins", "m");
    assertThat(read.getModuleId()).isEqualTo("m");
    assertThat(read.getDesiredProperties()).containsKey("interval");

    Twin other = new Twin("registry-twins", "m");
    other.getDesiredProperties().put("mode", "eco");
    assertThat(twins.replace(other).getDesiredProperties()).containsOnlyKeys("mode");
    assertThat(twins.get("registry-twins").getDesiredProperties()).isEmpty();
  }

  @Test
  @DisplayName("REST-18 REST-58 REST-59 QRY-12: queries by pages, of twins and of values")
  void queries() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add("registry-query-" + i);
      api.createDevice(ids.get(i));
      String tags = "{\"tags\":{\"registryLot\":\"a\"}}";
      assertThat(api.send("PATCH", "/twins/" + ids.get(i), tags, Map.of()).statusCode())
          .isEqualTo(200);
    }
    QueryPageOptions two = QueryPageOptions.builder().pageSize(2).build();
    TwinQueryResponse page =
        queries.queryTwins("SELECT * FROM devices WHERE tags.registryLot = 'a'", two);
    List<String> found = new ArrayList<>();
    while (page.hasNext()) {
      found.add(page.next().getDeviceId());
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(ids);

    RawQueryResponse counted =
        queries.queryRaw("SELECT COUNT() AS n FROM devices WHERE tags.registryLot = 'a'");
    assertThat(counted.hasNext()).isTrue();
    assertThat(Json.parse(counted.next()).path("n").asInt()).isEqualTo(5);
    assertThatThrownBy(() -> queries.queryTwins("SELECT * FROM devices WHERE staus = 'enabled'"))
        .isInstanceOf(IotHubBadFormatException.class);
  }

  @Test
  @DisplayName("REST-19: statistics")
  void statistics() throws Exception {
    api.createDevice("registry-statistics");
    RegistryStatistics counted = registry.getStatistics();
    // The SDK looks for the enabled ones by a name that no hub sends.
    assertThat(counted.getTotalDeviceCount())
        .isPositive()
        .isGreaterThanOrEqualTo(counted.getDisabledDeviceCount());
  }
}
