package io.weir.local.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildIdTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("the content makes the id, not the time; it is read again only when files change")
  void contentCounts() throws IOException {
    Path jar = Files.writeString(directory.resolve("a.jar"), "one");
    Path memory = directory.resolve("id");
    String id = new BuildId(memory).of(List.of(jar));

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
    assertThat(new BuildId(memory).of(List.of(jar))).isEqualTo(id);
    Files.writeString(memory, Files.readString(memory).replaceFirst(id, "remembered"));
    assertThat(new BuildId(memory).of(List.of(jar))).isEqualTo("remembered");
    Files.writeString(jar, "another");
    assertThat(new BuildId(memory).of(List.of(jar))).isNotIn(id, "remembered");
  }

  @Test
  @DisplayName("where nothing can be remembered the id is worked out each time")
  void readOnly() throws IOException {
    Path jar = Files.writeString(directory.resolve("a.jar"), "one");
    BuildId build = new BuildId(directory.resolve("missing/id"));
    assertThat(build.of(List.of(jar))).isEqualTo(build.of(List.of(jar))).hasSize(16);
  }
}
