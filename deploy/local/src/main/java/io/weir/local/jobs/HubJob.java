package io.weir.local.jobs;

import io.weir.local.components.CassandraComponent;
import io.weir.local.hub.HubConfig;
import java.util.List;
import java.util.Optional;

/** A Flink job of the hub: how it is called and started. */
public enum HubJob {
  DEVICES("devices", "io.weir.jobs.devices.DevicesJob"),
  ROUTING("routing", "io.weir.jobs.routing.RoutingJob");

  private final String shortName;
  private final String mainClass;

  HubJob(String shortName, String mainClass) {
    this.shortName = shortName;
    this.mainClass = mainClass;
  }

  /** As the command line names it: {@code devices}. */
  public String shortName() {
    return shortName;
  }

  public String mainClass() {
    return mainClass;
  }

  /** As the cluster names it: {@code <hub>-devices}. */
  public String nameIn(String hub) {
    return hub + "-" + shortName;
  }

  /** The program's arguments. */
  public List<String> arguments(HubConfig hub, int parallelism) {
    return List.of(
        "--hub",
        hub.hub(),
        "--kafka",
        hub.kafkaAddress(),
        "--cassandra",
        hub.cassandraAddress(),
        "--datacenter",
        CassandraComponent.DATACENTER,
        "--parallelism",
        Integer.toString(parallelism));
  }

  /** The job of that short name. */
  public static Optional<HubJob> named(String name) {
    return List.of(values()).stream().filter(job -> job.shortName.equals(name)).findFirst();
  }
}
