package io.weir.local.hub;

import io.weir.local.CommandFailure;
import io.weir.local.install.Installation;
import io.weir.local.install.RunningBuild;
import io.weir.local.process.ComponentStatus;
import io.weir.local.supervisor.SupervisorLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub on this machine: starts it, stops it, says what runs, kills parts of it. What the {@code
 * weir} command does, for programs and tests.
 */
public final class LocalHub {
  private static final Logger log = LoggerFactory.getLogger(LocalHub.class);
  private static final Duration UP_LIMIT = Duration.ofMinutes(10);
  private static final Duration DOWN_LIMIT = Duration.ofMinutes(7);
  private static final Duration POLL = Duration.ofMillis(100);

  private final DataDirectory data;
  private final Installation installation;

  public LocalHub(DataDirectory data, Installation installation) {
    this.data = data;
    this.installation = installation;
  }

  /** The hub of that data directory, with the installation that this program belongs to. */
  public static LocalHub in(Path dataDirectory) {
    return new LocalHub(new DataDirectory(dataDirectory), Installation.find());
  }

  public DataDirectory data() {
    return data;
  }

  /** The hub's configuration; there is one after the first {@link #up}. */
  public HubConfig config() {
    return HubConfig.load(data);
  }

  /**
   * Starts the hub, or makes sure that it runs; returns when a device can connect. A hub of another
   * build is stopped first, with savepoints.
   *
   * @param wish how it is to be
   * @param progress told of each state while the caller waits
   * @throws CommandFailure one sentence that says why it does not run
   */
  public HubConfig up(HubWish wish, Consumer<HubState> progress)
      throws IOException, InterruptedException {
    Checks.java(Runtime.version().feature());
    Checks.path(data);
    wish.host().ifPresent(Checks::host);
    Checks.writable(data);
    Runnable waiting = () -> HubState.find(data).ifPresent(progress);
    try (Turn turn = Turn.take(data, UP_LIMIT, waiting)) {
      log.debug("{}", turn);
      return upAlone(wish, progress);
    }
  }

  private HubConfig upAlone(HubWish wish, Consumer<HubState> progress)
      throws IOException, InterruptedException {
    String build = RunningBuild.currentId(installation);
    if (isRunning()) {
      HubState state = awaitSettled(progress);
      boolean same = state.build().equals(build) && wish.isMetBy(config());
      if (state.phase() == Phase.READY && same) {
        return config();
      }
      // What would keep the new one from starting is said before the old one is stopped.
      Checks.room(data);
      Checks.portsFree(configure(wish), config());
      down(progress);
    }
    return start(build, wish, progress);
  }

  private HubConfig start(String id, HubWish wish, Consumer<HubState> progress)
      throws IOException, InterruptedException {
    endOrphans();
    Checks.room(data);
    HubConfig hub = configure(wish);
    Checks.portsFree(hub);
    hub.save(data);
    RunningBuild build = RunningBuild.install(installation, id, data.root().resolve("run"));
    Files.deleteIfExists(data.stateFile());
    Process supervisor = SupervisorLauncher.launch(data, build);
    HubState state = awaitStart(supervisor, progress);
    if (state.phase() != Phase.READY) {
      throw new CommandFailure(
          state.error().isEmpty() ? "the hub was stopped while it started" : state.error());
    }
    return hub;
  }

  private HubConfig configure(HubWish wish) {
    Optional<HubConfig> present = HubConfig.find(data);
    String address = wish.host().or(() -> present.map(HubConfig::host)).orElse("127.0.0.1");
    Ports ports = present.map(HubConfig::ports).orElse(Ports.DEFAULT);
    Ports chosen = ports.forUser(Checks.mayBind(address, Ports.DEFAULT.https()));
    HubConfig hub =
        present.orElseGet(() -> HubConfig.create(address, Instant.now().toEpochMilli() * 1000));
    return hub.at(address, chosen)
        .with(hub.twins().with(wish.twinLimits(), wish.indexedPaths(), present.isPresent()));
  }

  /** Stops what {@link #up} started; data stays. Returns false when nothing ran. */
  public boolean down(Consumer<HubState> progress) throws IOException, InterruptedException {
    if (!isRunning()) {
      return endOrphans();
    }
    long deadline = System.nanoTime() + DOWN_LIMIT.toNanos();
    boolean asked = false;
    while (isRunning()) {
      // A supervisor that has only just begun has not said yet who it is.
      Optional<ProcessHandle> supervisor = HubState.find(data).flatMap(HubState::supervisor);
      if (!asked && supervisor.isPresent()) {
        asked = supervisor.get().destroy();
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            "the hub did not stop within "
                + DOWN_LIMIT.toMinutes()
                + " minutes; the log is "
                + data.logs().resolve("supervisor.log"));
      }
      HubState.find(data).ifPresent(progress);
      Thread.sleep(POLL.toMillis());
    }
    endOrphans();
    return true;
  }

  /** True when a supervisor runs this hub, whatever state it is in. */
  public boolean isRunning() throws IOException {
    return SupervisorLock.isHeld(data);
  }

  /** What runs; empty when no supervisor does. */
  public Optional<HubState> state() throws IOException {
    return isRunning() ? HubState.find(data) : Optional.empty();
  }

  /** The components that still run although their supervisor is gone, among those that do not. */
  public List<ComponentStatus> unsupervised() throws IOException {
    if (isRunning()) {
      return List.of();
    }
    return HubState.find(data).stream()
        .flatMap(last -> last.components().stream())
        .map(ComponentStatus::unsupervised)
        .toList();
  }

  /** Kills a component with SIGKILL, as a crash would; the supervisor starts it again. */
  public void kill(String component) throws IOException {
    ComponentStatus status =
        state().stream()
            .flatMap(state -> state.components().stream())
            .filter(each -> each.name().equals(component) && each.pid() != 0)
            .findFirst()
            .orElseThrow(() -> new CommandFailure("component: " + component + " does not run"));
    ProcessHandle.of(status.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private boolean endOrphans() throws InterruptedException {
    Optional<HubState> last = HubState.find(data);
    if (last.isEmpty()) {
      return false;
    }
    List<ProcessHandle> orphans = Orphans.of(last.get());
    Orphans.end(orphans);
    List<Long> left = Orphans.of(last.get()).stream().map(ProcessHandle::pid).toList();
    if (!left.isEmpty()) {
      throw new CommandFailure(
          "processes of the hub do not end, even when killed (pid " + left + ")");
    }
    return !orphans.isEmpty();
  }

  private HubState awaitSettled(Consumer<HubState> progress)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + UP_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<HubState> state = HubState.find(data);
      boolean settled =
          state.isPresent()
              && state.get().phase() != Phase.STARTING
              && state.get().phase() != Phase.STOPPING;
      if (settled) {
        return state.get();
      }
      if (!isRunning()) {
        return state.orElseGet(() -> new HubState(Phase.STOPPED, "", 0, 0, "", "", List.of()));
      }
      state.ifPresent(progress);
      Thread.sleep(POLL.toMillis());
    }
    throw new CommandFailure(
        "another `weir up` or `weir down` of this hub does not come to an end");
  }

  private HubState awaitStart(Process supervisor, Consumer<HubState> progress)
      throws InterruptedException {
    long deadline = System.nanoTime() + UP_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      boolean alive = supervisor.isAlive();
      Optional<HubState> state = HubState.find(data);
      state.ifPresent(progress);
      if (state.isPresent() && state.get().phase() == Phase.READY) {
        return state.get();
      }
      if (!alive) {
        return state.orElseThrow(
            () ->
                new CommandFailure(
                    "the supervisor ended at once; the log is "
                        + data.logs().resolve("supervisor.log")));
      }
      Thread.sleep(POLL.toMillis());
    }
    throw new CommandFailure(
        "the hub is not ready after " + UP_LIMIT.toMinutes() + " minutes; `weir status` says more");
  }
}
