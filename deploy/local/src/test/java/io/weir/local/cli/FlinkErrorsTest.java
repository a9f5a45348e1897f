package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.ExitCode;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("weir flink: what it refuses, in one sentence")
class FlinkErrorsTest {
  private static final String NOBODY = "http://127.0.0.11:1";

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {"submit all", "submit", "submit devices --from x", "list", "cancel devices"})
  @DisplayName("a foreign cluster that does not answer is named; `weir up` would not start it")
  void unreachable(String line) {
    CommandRun run = flink(line + " --cluster " + NOBODY);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "weir: the Flink cluster at " + NOBODY + "/ does not answer" + System.lineSeparator());
  }

  @Test
  @DisplayName("a job that there is not; the sentence names those that there are")
  void unknownJob() {
    assertThat(flink("submit ghosts --cluster " + NOBODY).err())
        .startsWith("weir: JOB: ghosts (expected: all, devices, routing, endpoints)");
  }

  @Test
  @DisplayName("the local hub runs its own build: options of another cluster are refused")
  void foreignOptions() {
    HubConfig.create("127.0.0.1", 1).save(new DataDirectory(data));

    CommandRun run = flink("submit devices --jar x.jar --parallelism 2");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("weir: --jar, --parallelism (expected: with --cluster;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "savepoint devices", "cancel devices"})
  @DisplayName("a hub that does not run: the sentence says what starts it")
  void hubIsDown(String line) {
    HubConfig.create("127.0.0.1", 1).save(new DataDirectory(data));

    CommandRun run = flink(line);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("weir: no hub runs in " + data + "; `weir up` starts it");
  }

  @Test
  @DisplayName("what a hub that is down shall go on from is written down, and must be there")
  void wantedWhileDown() {
    HubConfig.create("127.0.0.1", 1).save(new DataDirectory(data));

    assertThat(flink("submit devices").out()).startsWith("written down;");
    CommandRun run = flink("submit devices --from /nowhere/savepoint-1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("weir: --from /nowhere/savepoint-1 (expected: the path");
  }

  private CommandRun flink(String line) {
    return CommandRun.weir(
        Stream.of("flink " + line + " --data " + data)
            .flatMap(text -> Stream.of(text.split(" ")))
            .toArray(String[]::new));
  }
}
