package io.weir.local.jobs;

import java.util.List;
import java.util.Optional;

/** A Flink job of the hub: how it is called and started. */
public enum HubJob {
  DEVICES("devices", "io.weir.jobs.devices.DevicesJob"),
  ROUTING("routing", "io.weir.jobs.routing.RoutingJob"),
  ENDPOINTS("endpoints", "io.weir.jobs.endpoints.EndpointsJob");

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

  /** Every short name, for a message. */
  public static String allNames() {
    return String.join(", ", List.of(values()).stream().map(HubJob::shortName).toList());
  }

  /** The job of that short name. */
  public static Optional<HubJob> named(String name) {
    return List.of(values()).stream().filter(job -> job.shortName.equals(name)).findFirst();
  }
}
