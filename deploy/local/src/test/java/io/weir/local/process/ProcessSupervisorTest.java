package io.weir.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.local.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    start("trap '' TERM; touch ready; while :; do sleep 0.05; done", this::isReady)
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

  @Test
  @DisplayName("a probe that throws whatever it likes is not healthy yet; the process is kept")
  void throwingProbe() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    start(
            "exec sleep 60",
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw new CommandFailure("no CA certificate yet");
              }
              return true;
            })
        .get(30, TimeUnit.SECONDS);

    assertThat(status().state()).isEqualTo(ComponentState.RUNNING);
    assertThat(asked).hasValue(3);
  }

  @Test
  @DisplayName("a failure outside the process leaves no process without a keeper")
  void keeperFails() throws Exception {
    List<Long> pids = new CopyOnWriteArrayList<>();
    supervisor =
        new ProcessSupervisor(
            directory,
            status -> {
              if (status.state() == ComponentState.STARTING) {
                pids.add(status.pid());
              } else if (status.state() == ComponentState.RUNNING && pids.size() == 1) {
                throw new IllegalStateException("first time");
              }
            });

    start("exec sleep 60", () -> true).get(30, TimeUnit.SECONDS);

    assertThat(pids).hasSize(2);
    assertThat(ProcessHandle.of(pids.get(0)).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(status().pid()).isEqualTo(pids.get(1));
  }

  @Test
  @DisplayName("a process that does not answer any more is killed and started again")
  void hung() throws Exception {
    AtomicBoolean answers = new AtomicBoolean(true);
    Watch watch = new Watch(answers::get, Duration.ofMillis(50), Duration.ofMillis(200));
    start("exec sleep 60", () -> true, watch).get(30, TimeUnit.SECONDS);
    long first = status().pid();

    answers.set(false);

    await().atMost(PATIENCE).until(() -> status().pid() != first && status().pid() != 0);
    assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  @DisplayName("a process that is held up for a while is left alone")
  void heldUp() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    // Two failures, one answer, and so on: never too many in a row, however long they last.
    Watch watch =
        new Watch(() -> asked.incrementAndGet() % 3 == 0, Duration.ofMillis(20), Duration.ZERO);
    start("exec sleep 60", () -> true, watch).get(30, TimeUnit.SECONDS);
    long first = status().pid();

    await().atMost(PATIENCE).until(() -> asked.get() > 20);

    assertThat(status().pid()).isEqualTo(first);
    assertThat(status().state()).isEqualTo(ComponentState.RUNNING);
  }

  @Test
  @DisplayName("stop says whether the process ended in good order")
  void goodOrder() throws Exception {
    start("trap 'exit 0' TERM; touch ready; while :; do sleep 0.05; done", this::isReady)
        .get(30, TimeUnit.SECONDS);

    assertThat(supervisor.stop("part")).isTrue();
    assertThat(supervisor.stop("part")).isFalse();
  }

  @Test
  @DisplayName("after close nothing is started: a stop during a start leaves nothing behind")
  void closed() {
    supervisor.close();

    assertThatThrownBy(() -> start("exec sleep 60", () -> true).get(30, TimeUnit.SECONDS))
        .hasMessageContaining("the hub is stopped");
    assertThat(supervisor.statuses()).isEmpty();
  }

  @Test
  @DisplayName("what the former process printed is kept once more")
  void formerConsole() throws Exception {
    start("echo $$; touch ready; exec sleep 60", this::isReady).get(30, TimeUnit.SECONDS);
    long first = status().pid();
    await().atMost(PATIENCE).until(() -> !Files.readString(console("part.out")).isEmpty());

    supervisor.kill("part");

    await().atMost(PATIENCE).until(() -> Files.exists(console("part.out.1")));
    assertThat(Files.readString(console("part.out.1"))).isEqualTo(first + "\n");
  }

  private Path console(String name) {
    return directory.resolve(name);
  }

  private boolean isReady() {
    return Files.exists(directory.resolve("ready"));
  }

  private CompletableFuture<Void> start(String script, HealthProbe probe) {
    return start(script, probe, Watch.minute(() -> true));
  }

  private CompletableFuture<Void> start(String script, HealthProbe probe, Watch watch) {
    return supervisor.start(
        new Component(
            "part",
            "1",
            "127.0.0.5:1",
            List::of,
            List.of("/bin/sh", "-c", script),
            directory,
            Map.of(),
            directory.resolve("part.log"),
            probe,
            watch,
            PATIENCE,
            Duration.ofMillis(300)));
  }

  private ComponentStatus status() {
    return supervisor.statuses().get(0);
  }
}
