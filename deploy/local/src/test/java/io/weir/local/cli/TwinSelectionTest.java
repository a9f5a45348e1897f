package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.CommandFailure;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwinSelectionTest {
  private static final String IDS = "SELECT deviceId, moduleId FROM devices";

  @Test
  @DisplayName("a condition is one of devices, the asterisk means all of them")
  void conditions() {
    assertThat(TwinSelection.query("*")).isEqualTo(IDS);
    assertThat(TwinSelection.query(" tags.a = 'order by' "))
        .isEqualTo(IDS + " WHERE tags.a = 'order by'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM devices | SELECT deviceId, moduleId FROM devices",
        "select tags.a, version from Devices.Modules where x = 1"
            + " | SELECT deviceId, moduleId FROM Devices.Modules where x = 1",
        "SELECT TOP 5 * FROM devices WHERE a = ' from '"
            + " | SELECT TOP 5 deviceId, moduleId FROM devices WHERE a = ' from '",
      })
  @DisplayName("of a query the ids are asked for; TOP, the collection and the condition stay")
  void queries(String wish, String query) {
    assertThat(TwinSelection.query(wish)).isEqualTo(query);
    assertThat(TwinSelection.query(wish.replace(" FROM", "\nFROM"))).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "SELECT COUNT() FROM devices",
        "SELECT DISTINCT tags.a FROM devices",
        "SELECT TOP 3 DISTINCT tags.a FROM devices",
        "SELECT * FROM devices.jobs",
        "SELECT *",
        "SELECT * FROM devices ORDER BY tags.a",
        "tags.a = 1 ORDER  BY tags.a",
      })
  @DisplayName("what might mean other twins than it says is refused")
  void refused(String wish) {
    assertThatThrownBy(() -> TwinSelection.query(wish))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("--query: ");
  }
}
