package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.ExitCode;
import io.weir.local.Weir;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.SupervisorLock;
import io.weir.local.jobs.FakeFlink.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("weir flink submit --cluster: a cluster that up did not start")
class ForeignClusterTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private FakeFlink flink;

  @BeforeEach
  void start() throws IOException {
    flink = new FakeFlink(directory.resolve("flink"));
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  @DisplayName("submit all runs each job once, and a second time it is refused")
  void submitsAll() throws IOException {
    assertThat(submitAll()).as(err.toString()).isEqualTo(ExitCode.OK);

    for (HubJob job : HubJob.values()) {
      assertThat(flink.runs(job)).extracting(Run::from).containsExactly("");
      assertThat(out.toString()).contains(job.nameIn("weir") + " " + flink.lastRun(job).id());
    }
    assertThat(submitAll()).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("weir-devices runs already");
  }

  @Test
  @DisplayName("what the local hub keeps running is not run elsewhere too")
  void refusesWhatTheHubRuns() throws IOException, InterruptedException {
    DataDirectory data = new DataDirectory(directory);
    HubConfig.create("127.0.0.1", 1).save(data);
    try (SupervisorLock running = SupervisorLock.acquire(data).orElseThrow()) {
      assertThat(running).isNotNull();
      assertThat(submitAll()).isEqualTo(ExitCode.FAILED);
    }
    assertThat(err.toString()).contains("the local hub runs devices, routing, endpoints itself");
    assertThat(flink.runs(HubJob.DEVICES)).isEmpty();
  }

  private int submitAll() throws IOException {
    Path jar = Files.writeString(directory.resolve("jobs.jar"), "PK");
    return Weir.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        "flink",
        "submit",
        "all",
        "--jar",
        jar.toString(),
        "--data",
        directory.toString(),
        "--cluster",
        flink.uri().toString());
  }
}
