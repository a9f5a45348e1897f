package io.weir.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A process to keep running, and how to tell that it works.
 *
 * @param name unique among the components of a hub
 * @param version of the program, for people
 * @param address {@code host:port} that others reach it at
 * @param preparation asked before each start for the command to run to its end first; empty for
 *     none
 * @param logFile where the program itself writes its log
 * @param probe true once it does its work
 * @param watch how it is watched from then on
 * @param readyWithin after which a process that is not healthy counts as failed
 * @param stopWithin after which a process that was asked to stop is killed
 */
public record Component(
    String name,
    String version,
    String address,
    Supplier<List<String>> preparation,
    List<String> command,
    Path workingDirectory,
    Map<String, String> environment,
    Path logFile,
    HealthProbe probe,
    Watch watch,
    Duration readyWithin,
    Duration stopWithin) {

  public Component {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Without the command line and environment, which may hold secrets. */
  @Override
  public String toString() {
    return "Component[" + name + " " + version + " at " + address + "]";
  }
}
