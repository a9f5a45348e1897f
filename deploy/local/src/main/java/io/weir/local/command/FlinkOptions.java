package io.weir.local.command;

import io.weir.local.CommandFailure;
import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.SupervisorLock;
import io.weir.local.jobs.HubJob;
import io.weir.local.jobs.JobRequests;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Flink cluster a command speaks to; a picocli mixin. */
public final class FlinkOptions {
  @Mixin private HubOptions hub;

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      description = "the cluster's REST address (default: the local hub's)")
  private URI cluster;

  /** True when {@code --cluster} names a cluster that {@code weir up} did not start. */
  boolean isForeign() {
    if (cluster == null) {
      return false;
    }
    return localHub()
        .map(FlinkComponents::restUri)
        .filter(
            local ->
                local.getHost().equals(cluster.getHost()) && local.getPort() == cluster.getPort())
        .isEmpty();
  }

  DataDirectory data() {
    return hub.data();
  }

  /** The hub of the data directory, if there is one. */
  Optional<HubConfig> localHub() {
    return HubConfig.find(hub.data());
  }

  /** True when the hub of the data directory runs. */
  boolean isHubUp() throws IOException {
    return SupervisorLock.isHeld(hub.data());
  }

  FlinkClient client() throws IOException {
    return new FlinkClient(uri());
  }

  /** What is asked of the local hub's own jobs. */
  JobRequests requests() throws IOException {
    return new JobRequests(hub.data(), hub.localHub().hub(), client());
  }

  private URI uri() throws IOException {
    if (isForeign()) {
      if (cluster.getScheme() == null || cluster.getHost() == null) {
        throw new CommandFailure("--cluster " + cluster + " (expected: such as http://HOST:8081)");
      }
      return cluster;
    }
    HubConfig config = hub.localHub();
    if (!isHubUp()) {
      throw new CommandFailure(
          "no hub runs in "
              + hub.data().root()
              + "; `weir up` starts it, --cluster names another"
              + " cluster");
    }
    return FlinkComponents.restUri(config);
  }

  /** The live job of that id, name, or short name ({@code devices}). */
  FlinkJob liveJob(String name) throws IOException {
    List<FlinkJob> live = client().jobs().stream().filter(FlinkJob::isLive).toList();
    Optional<String> hubName = localHub().map(HubConfig::hub);
    Optional<String> fullName = HubJob.named(name).map(job -> job.nameIn(hubName.orElse("weir")));
    return live.stream()
        .filter(
            job ->
                job.id().equals(name)
                    || job.name().equals(name)
                    || fullName.filter(job.name()::equals).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "no job "
                        + name
                        + " runs (running: "
                        + String.join(", ", live.stream().map(FlinkJob::name).toList())
                        + ")"));
  }
}
