package io.weir.local.supervisor;

import io.weir.local.components.ConfigFiles;
import io.weir.local.hub.DataDirectory;
import io.weir.local.install.Installation;
import io.weir.local.install.RunningBuild;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the supervisor so that it outlives the terminal and the command that started it. */
public final class SupervisorLauncher {
  private SupervisorLauncher() {}

  /** The supervisor's process; what it prints goes to {@code logs/supervisor.out}. */
  public static Process launch(DataDirectory data, RunningBuild build) throws IOException {
    Path logback = data.root().resolve("run/logback-supervisor.xml");
    Files.writeString(logback, logback(data.logs().resolve("supervisor.log")));
    List<String> command = new ArrayList<>();
    program("setsid").or(() -> program("nohup")).ifPresent(path -> command.add(path.toString()));
    command.addAll(
        List.of(
            Installation.java(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx192m",
            // One that cannot work ends, so that it is seen; the components are found again.
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=" + logback,
            "-D" + DataDirectory.HOME_PROPERTY + "=" + build.installation().home(),
            "-cp",
            build.classPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)),
            SupervisorMain.class.getName(),
            data.root().toString(),
            build.directory().toString()));
    File console = data.logs().resolve("supervisor.out").toFile();
    return new ProcessBuilder(command)
        .directory(data.root().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(console)
        .start();
  }

  private static Optional<Path> program(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static String logback(Path logFile) throws IOException {
    try (var in = SupervisorLauncher.class.getResourceAsStream("/logback-supervisor.xml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@LOG_FILE@", ConfigFiles.xml(logFile.toString()));
    }
  }
}
