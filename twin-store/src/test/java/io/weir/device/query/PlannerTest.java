package io.weir.device.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.query.Plan.PresenceUse;
import io.weir.device.store.TwinPart;
import io.weir.device.twin.IndexedPaths;
import io.weir.dsl.query.Queries;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {

  private static final Planner PLANNER = new Planner(IndexedPaths.DEFAULT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.hall = 'north'",
        "'north' = tags.hall",
        "tags.hall IN ['a', 'b', 3]",
        "NOT tags.x = 1 AND tags.hall = 'a'",
        "tags.hall = 'a' OR properties.reported.on",
        "(tags.hall = 'a' OR tags.b.c.d = 2) AND tags.floor > 1",
        "properties.desired.mode = true",
        "'x' IN properties.reported.list",
        "properties.reported.temp > 30",
        "properties.reported.temp < 30",
        "properties.reported.level <= 20",
        "tags.floor >= 0",
        "tags.floor > 0",
        "tags.floor < 0",
        "tags.floor > -40 AND tags.floor < 85.5",
        "status = 'disabled'",
        "status = 'enabled'"
      })
  @DisplayName("QRY-04, QRY-06: what the index can answer is not scanned for")
  void indexed(String where) {
    assertThat(access(where)).as(where).isInstanceOf(Plan.Indexed.class);
    assertThat(((Plan.Indexed) access(where)).branches()).hasSizeLessThanOrEqualTo(52);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.hall != 'a'",
        "NOT tags.hall = 'a'",
        "tags.hall NOT IN ['a']",
        "tags.hall = tags.other",
        "tags.hall = null",
        "tags.hall > 'a'",
        "tags.a.b.c.d.e = 1",
        "tags.list[0] = 1",
        "tags.hall = 'a' OR IS_DEFINED(tags.x)",
        "properties.reported.$version > 3",
        "STARTSWITH(tags.hall, 'n')",
        "modelId = 'x'",
        "connectionState = 'Disconnected'"
      })
  @DisplayName("Everything else is")
  void scanned(String where) {
    assertThat(access(where)).as(where).isInstanceOf(Plan.Scan.class);
  }

  @Test
  @DisplayName("A device's id beats every index; ids of an OR and of IN are read as one")
  void ids() {
    assertThat(access("tags.hall = 'a' AND 'x' = deviceId"))
        .isEqualTo(new Plan.ByIds(List.of("x")));
    assertThat(access("deviceId IN ['b', 'a', 'b'] OR deviceId = 'c'"))
        .isEqualTo(new Plan.ByIds(List.of("b", "a", "c")));
    assertThat(access("deviceId = 'a' OR tags.hall = 'a'")).isInstanceOf(Plan.Scan.class);
    assertThat(access("deviceId = 1")).isInstanceOf(Plan.Scan.class);
    assertThat(plan("SELECT * FROM devices.modules WHERE deviceId = 'a'").access())
        .isEqualTo(new Plan.ByIds(List.of("a")));
  }

  @Test
  @DisplayName(
      "Who is connected is read from the table of connections, unless an index finds fewer")
  void connected() {
    assertThat(access("connectionState = 'Connected'")).isInstanceOf(Plan.Connected.class);
    assertThat(access("connectionState = 'Connected' AND properties.reported.on"))
        .isInstanceOf(Plan.Connected.class);
    assertThat(access("connectionState = 'Connected' AND tags.hall = 'a'"))
        .isInstanceOf(Plan.Indexed.class);
    assertThat(access("connectionState = 'Connected' AND status = 'enabled'"))
        .isInstanceOf(Plan.Connected.class);
  }

  @Test
  @DisplayName("A column that is to equal two values is looked up by one of them")
  void twoStatuses() {
    assertThat(access("status = 'disabled' AND status = 'x'")).isInstanceOf(Plan.Indexed.class);
    Plan.Indexed access = (Plan.Indexed) access("status = 'disabled' AND status = 'x'");
    assertThat(access.branches()).allSatisfy(branch -> assertThat(branch.terms()).hasSize(1));
  }

  @Test
  @DisplayName("Only what a query looks at is read")
  void parts() {
    assertThat(plan("SELECT COUNT() AS n FROM devices").parts()).isEmpty();
    assertThat(plan("SELECT tags.a FROM devices").parts()).containsExactly(TwinPart.TAGS);
    assertThat(plan("SELECT deviceId FROM devices WHERE NOT properties.reported.a = 1").parts())
        .containsExactly(TwinPart.REPORTED);
    assertThat(plan("SELECT properties.desired.$metadata FROM devices").parts())
        .containsExactlyInAnyOrder(TwinPart.DESIRED, TwinPart.DESIRED_METADATA);
    assertThat(plan("SELECT properties FROM devices").parts())
        .hasSize(4)
        .doesNotContain(TwinPart.TAGS);
    assertThat(plan("SELECT * FROM devices").parts())
        .doesNotContain(TwinPart.TERMS)
        .hasSize(TwinPart.values().length - 1);
    assertThat(plan("SELECT deviceId FROM devices WHERE tags.a = 1").parts())
        .containsExactlyInAnyOrder(TwinPart.TAGS, TwinPart.TERMS);
  }

  @Test
  @DisplayName("Presence is read of all candidates only where it decides something")
  void presence() {
    assertThat(plan("SELECT deviceId FROM devices").presence()).isEqualTo(PresenceUse.NONE);
    assertThat(plan("SELECT * FROM devices WHERE tags.a = 1").presence())
        .isEqualTo(PresenceUse.SHOWN);
    assertThat(plan("SELECT connectionState FROM devices WHERE NOT tags.a = 1").presence())
        .isEqualTo(PresenceUse.SHOWN);
    for (String judged :
        List.of(
            "SELECT deviceId FROM devices WHERE LOWER(connectionState) = 'connected'",
            "SELECT deviceId FROM devices WHERE NOT lastActivityTime IN ['a']",
            "SELECT connectionState, COUNT() AS n FROM devices GROUP BY connectionState",
            "SELECT MAX(lastActivityTime) AS t FROM devices",
            "SELECT DISTINCT connectionState FROM devices",
            "SELECT * FROM devices ORDER BY lastActivityTime")) {
      assertThat(plan(judged).presence()).as(judged).isEqualTo(PresenceUse.JUDGED);
    }
  }

  private static Plan.Access access(String where) {
    return plan("SELECT * FROM devices WHERE " + where).access();
  }

  private static Plan plan(String text) {
    return PLANNER.plan(Queries.parse(text));
  }
}
