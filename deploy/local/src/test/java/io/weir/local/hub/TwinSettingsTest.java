package io.weir.local.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.twin.IndexedPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinSettingsTest {

  @Test
  @DisplayName("TWIN-07: the limits of 2017 are a setting, and stay until another one is given")
  void limits() {
    TwinSettings of2017 = TwinSettings.DEFAULT.with(Optional.of("2017"), Optional.empty(), true);
    assertThat(of2017.limits()).isEqualTo("2017");
    assertThat(of2017.with(Optional.empty(), Optional.empty(), true)).isEqualTo(of2017);
    assertThatThrownBy(() -> TwinSettings.DEFAULT.with(Optional.of("2016"), Optional.empty(), true))
        .hasMessage("--twin-limits 2016 (expected: current or 2017)");
  }

  @Test
  @DisplayName("Indexed paths are chosen when the hub is made, and refused afterwards")
  void indexedPaths() {
    Optional<List<String>> wish = Optional.of(List.of("tags.site"));
    TwinSettings made = TwinSettings.DEFAULT.with(Optional.empty(), wish, false);
    assertThat(made.indexedPaths().prefixes()).containsExactly("tags.site");
    assertThat(made.with(Optional.empty(), wish, true)).isEqualTo(made);
    assertThatThrownBy(() -> TwinSettings.DEFAULT.with(Optional.empty(), wish, true))
        .hasMessageContaining("as this hub was made");
    assertThatThrownBy(
            () ->
                TwinSettings.DEFAULT.with(Optional.empty(), Optional.of(List.of("status")), false))
        .hasMessageContaining("indexed path: status");
    assertThat(IndexedPaths.parse(made.indexedPaths().text())).isEqualTo(made.indexedPaths());
  }

  @Test
  @DisplayName("A hub of an earlier release has the settings that it had without a word")
  void earlierRelease(@TempDir Path directory) throws Exception {
    DataDirectory data = new DataDirectory(directory);
    HubConfig hub = HubConfig.create("127.0.0.1", 1);
    hub.save(data);
    Files.writeString(
        data.hubFile(), Files.readString(data.hubFile()).replaceAll("\"twins\"", "\"other\""));
    assertThat(HubConfig.load(data).twins()).isEqualTo(TwinSettings.DEFAULT);
  }
}
