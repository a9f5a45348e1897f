package io.weir.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private ProcessSupervisor supervisor;

  @BeforeEach
  void create() {
    supervisor = new ProcessSupervisor(directory, status -> {});
  }

  @AfterEach
  void stop() throws InterruptedException {
    supervisor.stop("part");
  }

  @Test
  @DisplayName("a process that is killed is started again, with another pid")
  void restart() throws Exception {
    start("exec sleep 60", () -> true).get(30, TimeUnit.SECONDS);
    long first = status().pid();

    supervisor.kill("part");

    await()
        .atMost(PATIENCE)
        .until(() -> status().state() == ComponentState.RUNNING && status().pid() != first);
    assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  @DisplayName("stop: asked first, killed when it does not listen; then it stays stopped")
  void stopping() throws Exception {
    start(
            "trap '' TERM; touch ready; while :; do sleep 0.05; done",
            () -> Files.exists(directory.resolve("ready")))
        .get(30, TimeUnit.SECONDS);
    ProcessHandle process = ProcessHandle.of(status().pid()).orElseThrow();

    supervisor.stop("part");

    assertThat(process.isAlive()).isFalse();
    assertThat(status().state()).isEqualTo(ComponentState.STOPPED);
    assertThat(status().pid()).isZero();
  }

  @Test
  @DisplayName("a process that cannot start: its name, its last words and its log, in one line")
  void failure() {
    var ready = start("echo 'Caused by: no luck'; exit 7", () -> false);

    assertThatThrownBy(() -> ready.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(ComponentFailedException.class)
        .hasMessageContaining("part did not start")
        .hasMessageContaining("exit code 7: Caused by: no luck")
        .hasMessageContaining("part.log");
    assertThat(status().state()).isEqualTo(ComponentState.FAILED);
  }

  @Test
  @DisplayName("the pause doubles up to its bound and is short again after a long life")
  void backOff() {
    BackOff backOff =
        new BackOff(Duration.ofMillis(100), Duration.ofMillis(350), Duration.ofSeconds(30));
    assertThat(backOff.after(Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
    assertThat(backOff.after(Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    assertThat(backOff.after(Duration.ZERO)).isEqualTo(Duration.ofMillis(350));
    assertThat(backOff.after(Duration.ofSeconds(31))).isEqualTo(Duration.ofMillis(100));
  }

  private java.util.concurrent.CompletableFuture<Void> start(String script, HealthProbe probe) {
    return supervisor.start(
        new Component(
            "part",
            "1",
            "127.0.0.5:1",
            List.of(),
            List.of("/bin/sh", "-c", script),
            directory,
            Map.of(),
            directory.resolve("part.log"),
            probe,
            PATIENCE,
            Duration.ofMillis(300)));
  }

  private ComponentStatus status() {
    return supervisor.statuses().get(0);
  }
}
