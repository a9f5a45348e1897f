package io.weir.local.components;

import io.weir.local.flink.FlinkClient;
import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import io.weir.local.process.Component;
import io.weir.local.process.HealthProbe;
import io.weir.local.process.Watch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Apache Flink as a session cluster: a JobManager and a TaskManager that share one configuration.
 */
public final class FlinkComponents {
  public static final String JOB_MANAGER = "jobmanager";
  public static final String TASK_MANAGER = "taskmanager";

  /** Enough for every job of the hub and a few of the user's own. */
  public static final int SLOTS = 8;

  /** A stop may write a class-data archive. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private FlinkComponents() {}

  /** How many ways each of the hub's jobs runs: one for each core, within the slots there are. */
  public static int parallelism() {
    return Math.max(1, Math.min(SLOTS / 4, Runtime.getRuntime().availableProcessors()));
  }

  public static Component jobManager(HubLayout layout) {
    HubConfig hub = layout.hub();
    FlinkClient client = new FlinkClient(restUri(hub));
    return component(
        layout,
        JOB_MANAGER,
        hub.internalHost() + ":" + hub.ports().flinkRest(),
        command(layout, JOB_MANAGER, 96, 384)
            // It moves no records: it is to start quickly, not to run fast.
            .option("-XX:TieredStopAtLevel=1")
            .main(
                layout.installation().libraries(Installation.FLINK),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                "--configDir",
                configuration(layout).toString(),
                "--executionMode",
                "cluster"),
        () -> client.overview().taskManagers() >= 0,
        Watch.minute(() -> client.overview().taskManagers() >= 0));
  }

  public static Component taskManager(HubLayout layout) {
    HubConfig hub = layout.hub();
    FlinkClient client = new FlinkClient(restUri(hub));
    return component(
        layout,
        TASK_MANAGER,
        hub.internalHost() + ":" + hub.ports().flinkTaskManager(),
        command(layout, TASK_MANAGER, 96, 640)
            .option("-XX:MaxDirectMemorySize=256m")
            .option("-XX:MaxMetaspaceSize=384m")
            .main(
                layout.installation().libraries(Installation.FLINK),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                "--configDir",
                configuration(layout).toString()),
        () -> client.overview().slots() >= SLOTS,
        Watch.minute(() -> hasSlots(client)));
  }

  /** The JobManager misses a TaskManager that hangs; a JobManager that hangs says nothing. */
  private static boolean hasSlots(FlinkClient client) {
    try {
      return client.overview().slots() >= SLOTS;
    } catch (IOException silent) {
      return true;
    }
  }

  /** The cluster's REST address. */
  public static URI restUri(HubConfig hub) {
    return URI.create("http://" + hub.internalHost() + ":" + hub.ports().flinkRest());
  }

  private static Component component(
      HubLayout layout,
      String name,
      String address,
      List<String> command,
      HealthProbe probe,
      Watch watch) {
    return new Component(
        name,
        layout.installation().version(Installation.FLINK, "flink-runtime"),
        address,
        List::of,
        command,
        ConfigFiles.directory(layout.data().flink()),
        Map.of("MALLOC_ARENA_MAX", "2"),
        layout.logFile(name),
        probe,
        watch,
        Duration.ofMinutes(3),
        STOP_LIMIT);
  }

  private static JavaCommand command(HubLayout layout, String name, int initial, int maximal) {
    return new JavaCommand()
        .heap(initial, maximal)
        .classData(layout.classData(name))
        .property("logback.configurationFile", layout.logback(name, layout.data().flink()))
        .property("java.net.preferIPv4Stack", true)
        .opens(
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.net",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.text",
            "java.base/java.time",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.util.concurrent.locks",
            "java.base/sun.nio.ch");
  }

  private static Path configuration(HubLayout layout) {
    Path home = layout.data().flink();
    ConfigFiles.directory(home.resolve("tmp"));
    ConfigFiles.directory(home.resolve("upload"));
    ConfigFiles.write(home.resolve("conf/config.yaml"), yaml(layout.hub(), home));
    return home.resolve("conf");
  }

  private static String yaml(HubConfig hub, Path home) {
    return """
    jobmanager.rpc.address: %1$s
    jobmanager.rpc.port: %2$d
    jobmanager.bind-host: %1$s
    rest.address: %1$s
    rest.port: %3$d
    rest.bind-address: %1$s
    rest.bind-port: %3$d
    web.upload.dir: %4$s
    taskmanager.host: %1$s
    taskmanager.bind-host: %1$s
    taskmanager.rpc.port: %5$d
    taskmanager.numberOfTaskSlots: %6$d
    taskmanager.cpu.cores: 2.0
    taskmanager.memory.framework.heap.size: 64m
    taskmanager.memory.framework.off-heap.size: 64m
    taskmanager.memory.task.heap.size: 512m
    taskmanager.memory.task.off-heap.size: 32m
    taskmanager.memory.network.min: 96m
    taskmanager.memory.network.max: 96m
    taskmanager.memory.managed.size: 192m
    taskmanager.memory.jvm-metaspace.size: 384m
    taskmanager.memory.jvm-overhead.min: 64m
    taskmanager.memory.jvm-overhead.max: 64m
    io.tmp.dirs: %7$s
    # A TaskManager that starts before its JobManager must not wait ten seconds.
    cluster.registration.initial-timeout: 200 ms
    cluster.registration.max-timeout: 1000 ms
    cluster.registration.error-delay: 300 ms
    # On a busy machine an actor system takes longer than Flink's ten seconds to start.
    pekko.startup-timeout: 2 min
    pekko.ask.timeout: 30 s
    heartbeat.interval: 1000 ms
    heartbeat.timeout: 8000 ms
    state.backend.type: rocksdb
    execution.checkpointing.interval: 2 s
    execution.checkpointing.mode: EXACTLY_ONCE
    execution.checkpointing.incremental: true
    execution.checkpointing.num-retained: 3
    execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
    execution.checkpointing.dir: %8$s
    execution.checkpointing.savepoint-dir: %9$s
    restart-strategy.type: exponential-delay
    restart-strategy.exponential-delay.initial-backoff: 200 ms
    restart-strategy.exponential-delay.max-backoff: 5 s
    restart-strategy.exponential-delay.reset-backoff-threshold: 1 min
    """
        .formatted(
            hub.internalHost(),
            hub.ports().flinkRpc(),
            hub.ports().flinkRest(),
            ConfigFiles.yaml(home.resolve("upload")),
            hub.ports().flinkTaskManager(),
            SLOTS,
            ConfigFiles.yaml(home.resolve("tmp")),
            ConfigFiles.yaml(home.resolve("checkpoints").toUri()),
            ConfigFiles.yaml(home.resolve("savepoints").toUri()));
  }
}
