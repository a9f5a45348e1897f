package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.hub.DataDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobArgumentsTest {
  private static final JobArguments LOCAL =
      new JobArguments(
          "weir", "k:1", "c:2", "dc", 2, Optional.of(new DataDirectory(Path.of("/data"))));

  private static final List<String> ALL =
      List.of(
          "--hub",
          "weir",
          "--kafka",
          "k:1",
          "--cassandra",
          "c:2",
          "--datacenter",
          "dc",
          "--parallelism",
          "2");

  @Test
  void onlyTheJobThatDeliversIsToldOfTheDirectories() {
    assertThat(LOCAL.toList(HubJob.DEVICES, false)).isEqualTo(ALL);
    assertThat(LOCAL.toList(HubJob.ROUTING, false)).isEqualTo(ALL);
    assertThat(LOCAL.toList(HubJob.ENDPOINTS, false))
        .startsWith(ALL.toArray(String[]::new))
        .endsWith("--files", "/data/files", "--secrets", "/data/secrets");
  }

  @Test
  void aHubElsewhereHasNoDirectoriesHere() {
    assertThat(JobArguments.DEFAULT.toList(HubJob.ENDPOINTS, false))
        .doesNotContain("--files", "--secrets");
  }

  @Test
  void rebuildComesLast() {
    assertThat(LOCAL.toList(HubJob.DEVICES, true)).endsWith("--rebuild", "yes");
  }
}
