package io.weir.local.components;

import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** All that the components of one hub are made from. */
public record HubLayout(HubConfig hub, DataDirectory data, Installation installation) {
  /** The components' names, in the order in which {@code weir status} lists them. */
  public static final List<String> COMPONENTS =
      List.of(
          KafkaComponent.NAME,
          CassandraComponent.NAME,
          FlinkComponents.JOB_MANAGER,
          FlinkComponents.TASK_MANAGER,
          EdgeComponent.NAME);

  /** The options of the component's JVM that share its class data between starts. */
  Function<List<Path>, List<String>> classData(String component) {
    return classPath -> installation.archives().options(component, classPath);
  }

  Path logFile(String component) {
    return data.logs().resolve(component + ".log");
  }

  /** The component's logback configuration, written now. */
  Path logback(String component, Path directory) {
    return ConfigFiles.write(
        directory.resolve("logback-" + component + ".xml"),
        ConfigFiles.logback(logFile(component), "INFO"));
  }
}
