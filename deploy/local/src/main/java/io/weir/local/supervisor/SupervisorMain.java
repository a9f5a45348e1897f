package io.weir.local.supervisor;

import io.weir.local.components.HubLayout;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.SupervisorLock;
import io.weir.local.install.Installation;
import io.weir.local.install.RunningBuild;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that {@code weir up} leaves behind: it holds the data directory's lock as long as it
 * lives, and stops the hub in order when it is told to end. Arguments: the data directory, and the
 * directory of the jars to run.
 */
public final class SupervisorMain {
  private static final Logger log = LoggerFactory.getLogger(SupervisorMain.class);

  /** Longer than everything below it may take to stop. */
  public static final Duration STOP_LIMIT = Duration.ofMinutes(6);

  private SupervisorMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    DataDirectory data = new DataDirectory(Path.of(arguments[0]));
    Optional<SupervisorLock> lock = SupervisorLock.acquire(data);
    if (lock.isEmpty()) {
      System.err.println("another supervisor runs this hub");
      System.exit(3);
    }
    int exitCode = 1;
    try (SupervisorLock held = lock.get()) {
      log.info("supervisor of {}, {}", data.root(), held);
      Installation installation = Installation.find();
      HubLayout layout = new HubLayout(HubConfig.load(data), data, installation);
      HubSupervisor supervisor =
          new HubSupervisor(layout, new RunningBuild(Path.of(arguments[1]), installation));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "supervisor-stop"));
      exitCode = supervisor.run();
    } catch (RuntimeException e) {
      log.error("the supervisor failed", e);
      System.err.println(e.getMessage());
    }
    // Not System.exit: when the end was asked for, the shutdown is under way and would wait for us.
    if (exitCode != 0) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static void stop(HubSupervisor supervisor) {
    try {
      supervisor.requestStop(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
