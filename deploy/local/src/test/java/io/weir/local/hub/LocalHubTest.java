package io.weir.local.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.local.install.Installation;
import io.weir.local.process.ComponentState;
import io.weir.local.process.ComponentStatus;
import io.weir.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHubTest {
  @TempDir private Path directory;
  private DataDirectory data;
  private LocalHub hub;
  private Process process;

  @BeforeEach
  void create() throws IOException {
    data = new DataDirectory(directory);
    hub = new LocalHub(data, new Installation(directory));
    process = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  @DisplayName("what a dead supervisor left running is shown as such, and down ends it")
  void leftRunning() throws Exception {
    ProcessIdentity left = ProcessIdentity.of(process.toHandle());
    save(left);

    assertThat(hub.state()).isEmpty();
    assertThat(hub.unsupervised())
        .extracting(ComponentStatus::state)
        .containsExactly(ComponentState.UNSUPERVISED);
    assertThat(hub.down(state -> {})).isTrue();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hub.down(state -> {})).isFalse();
  }

  @Test
  @DisplayName("a process that only has the pid of a former one is left alone")
  void stalePid() throws Exception {
    save(new ProcessIdentity(process.pid(), 1));

    assertThat(hub.unsupervised())
        .extracting(ComponentStatus::state)
        .containsExactly(ComponentState.STOPPED);
    assertThat(hub.down(state -> {})).isFalse();

    assertThat(process.isAlive()).isTrue();
    assertThat(HubState.find(data).orElseThrow().supervisor()).isEmpty();
  }

  @Test
  @DisplayName("a supervisor gets its lock past those who only ask for a moment")
  void lockIsWaitedFor() throws Exception {
    CompletableFuture<Boolean> taken;
    try (SupervisorLock other = SupervisorLock.tryAcquire(data).orElseThrow()) {
      assertThat(other.toString()).contains("lock");
      taken = CompletableFuture.supplyAsync(this::acquired);
      await().pollDelay(Duration.ofMillis(120)).until(() -> !taken.isDone());
    }
    assertThat(taken.get(30, TimeUnit.SECONDS)).isTrue();
  }

  private boolean acquired() {
    try {
      return SupervisorLock.acquire(data).isPresent();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The state that a supervisor wrote which is dead now. */
  private void save(ProcessIdentity component) throws IOException {
    ComponentStatus status =
        new ComponentStatus(
            "kafka",
            ComponentState.RUNNING,
            "127.0.0.5:9092",
            component.pid(),
            component.startedAtMillis(),
            "4");
    new HubState(Phase.READY, "", process.pid(), 1, "", "", List.of(status)).save(data);
  }
}
