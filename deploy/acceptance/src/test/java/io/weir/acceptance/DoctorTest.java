package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.weir.device.store.CassandraSessions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code weir doctor twins}, and a row that somebody changes behind the hub's back. */
@HubTest
@Order(62)
class DoctorTest {
  private static final String SET = "UPDATE %s USING TIMESTAMP %d SET %s = '%s' WHERE %s";

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @Test
  @DisplayName("it finds nothing on a hub that is well, and what differs on one that is not")
  void differences() {
    api.createDevice("doctor-device");
    api.send(
        "PUT",
        "/devices/doctor-device/modules/m",
        "{\"deviceId\":\"doctor-device\",\"moduleId\":\"m\"}",
        Map.of());
    api.send("PATCH", "/twins/doctor-device", "{\"tags\":{\"hall\":\"north\"}}", Map.of());
    CommandResult well = hub.weir("doctor", "twins");
    assertThat(well.succeeded().stdout()).matches("\\d+ compared, 0 differ\\R");

    try (CqlSession session =
        CassandraSessions.open(List.of(hub.cassandra()), "datacenter1", Hub.NAME)) {
      Tampering tags = tampering(session, "devices", "tags", "device_id = 'doctor-device'");
      Tampering reason =
          tampering(session, "modules", "etag", "device_id = 'doctor-device' AND module_id = 'm'");
      tags.set("{\"hall\":\"south\"}", 1);
      reason.set("forged", 1);

      CommandResult ill = hub.weir("doctor", "twins");

      tags.set(tags.before, 2);
      reason.set(reason.before, 2);
      assertThat(ill.exitCode()).isEqualTo(1);
      assertThat(ill.stdout())
          .contains("doctor-device: ")
          .contains("doctor-device/m: ")
          .contains(", 2 differ");
    }
    assertThat(hub.weir("doctor", "twins").succeeded().stdout()).contains(", 0 differ");
    assertThat(
            api.send("PATCH", "/twins/doctor-device", "{\"tags\":{\"hall\":\"east\"}}", Map.of())
                .statusCode())
        .isEqualTo(200);
    api.deleteDevice("doctor-device");
    assertThat(hub.weir("doctor", "twins").succeeded().stdout()).contains(", 0 differ");
  }

  /**
   * One cell. What it is set to is only a little newer than what the hub wrote, since the hub's own
   * next write must win again: the doctor's look at the device alone takes the log further.
   */
  private record Tampering(
      CqlSession session, String table, String column, String where, String before, long written) {
    void set(String value, long later) {
      session.execute(SET.formatted(table, written + later, column, value, where));
    }
  }

  private static Tampering tampering(
      CqlSession session, String table, String column, String where) {
    Row row =
        Objects.requireNonNull(
            session
                .execute(
                    "SELECT %s, writetime(%s) FROM %s WHERE %s"
                        .formatted(column, column, table, where))
                .one());
    return new Tampering(session, table, column, where, row.getString(0), row.getLong(1));
  }
}
