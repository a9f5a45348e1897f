package io.weir.local.command;

import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.flink.JobSubmission;
import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import io.weir.local.jobs.HubJob;
import io.weir.local.jobs.JobArguments;
import io.weir.local.jobs.JobLedger;
import io.weir.local.jobs.JobRequests;
import io.weir.local.jobs.JobRequests.Start;
import io.weir.local.jobs.JobRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir flink submit}: runs jobs of the fat jar on a cluster. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = "Run the hub's jobs on a cluster; on the local hub's, from where they stopped.")
final class FlinkSubmitCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final Duration RUN_LIMIT = Duration.ofMinutes(2);

  @Mixin private FlinkOptions flink;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..*",
      description = "devices, routing, endpoints, or all (the default)")
  private List<String> names;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description = "the savepoint or retained checkpoint to go on from; for one JOB")
  private String from;

  @Option(
      names = "--rebuild",
      description =
          "make the state of the devices job anew of Cassandra, when no checkpoint is left; it goes"
              + " on behind the last one's offsets")
  private boolean rebuild;

  @Option(names = "--jar", paramLabel = "FILE", description = "the fat jar (default: as built)")
  private Path jar;

  @Option(names = "--hub", paramLabel = "NAME", description = "the hub's name (default: weir)")
  private String hubName;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "as the cluster reaches it (default: the local hub's)")
  private String kafka;

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT",
      description = "as the cluster reaches it (default: the local hub's)")
  private String cassandra;

  @Option(
      names = "--datacenter",
      paramLabel = "NAME",
      description = "Cassandra's (default: datacenter1)")
  private String datacenter;

  @Option(names = "--parallelism", paramLabel = "N", description = "of each job")
  private Integer parallelism;

  @Override
  public Integer call() throws IOException {
    List<HubJob> jobs = jobs();
    if (from != null && jobs.size() != 1) {
      throw new CommandFailure("--from goes with one JOB, such as `weir flink submit devices`");
    }
    if (rebuild && (from != null || !jobs.equals(List.of(HubJob.DEVICES)))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--rebuild goes with devices alone, such as `weir flink submit devices --rebuild`");
    }
    if (flink.isForeign()) {
      submit(jobs);
    } else {
      request(jobs);
    }
    return 0;
  }

  /** The local hub submits its jobs itself: nobody else knows whether it is about to. */
  private void request(List<HubJob> jobs) throws IOException {
    refuseForeignOptions();
    HubConfig hub = HubConfig.load(flink.data());
    Start start = new Start(Optional.ofNullable(from).map(FlinkSubmitCommand::absolute), rebuild);
    PrintWriter out = spec.commandLine().getOut();
    if (!flink.isHubUp()) {
      new JobRequests(flink.data(), hub.hub(), new FlinkClient(FlinkComponents.restUri(hub)))
          .want(jobs, start);
      out.println("written down; the hub does not run, `weir up` starts it and its jobs");
      return;
    }
    Map<HubJob, String> running = flink.requests().run(jobs, start, RUN_LIMIT);
    for (HubJob job : jobs) {
      out.println(job.nameIn(hub.hub()) + " " + running.get(job));
    }
  }

  private void submit(List<HubJob> jobs) throws IOException {
    JobArguments arguments = arguments();
    FlinkClient client = flink.client();
    refuseSecond(client, jobs, arguments);
    Path file = jar == null ? Installation.find().jobs() : jar;
    List<JobSubmission> submissions = new ArrayList<>();
    for (HubJob job : jobs) {
      submissions.add(
          new JobSubmission(
              JobRunner.newJobId(),
              job.mainClass(),
              arguments.toList(job, rebuild),
              Optional.ofNullable(from)));
    }
    if (isOfLocalHub(arguments)) {
      for (HubJob job : jobs) {
        new JobLedger(flink.data()).moved(job);
      }
    }
    new JobRunner(client, file).submit(submissions);
    for (int i = 0; i < jobs.size(); i++) {
      spec.commandLine()
          .getOut()
          .println(jobs.get(i).nameIn(arguments.hub()) + " " + submissions.get(i).jobId());
    }
  }

  /** Flink and the supervisor have working directories of their own. */
  private static String absolute(String path) {
    return path.contains(":") ? path : Path.of(path).toAbsolutePath().normalize().toString();
  }

  private void refuseForeignOptions() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--jar", jar);
    options.put("--hub", hubName);
    options.put("--kafka", kafka);
    options.put("--cassandra", cassandra);
    options.put("--datacenter", datacenter);
    options.put("--parallelism", parallelism);
    options.values().removeIf(Objects::isNull);
    if (!options.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.join(", ", options.keySet())
              + " (expected: with --cluster; the local hub runs its jobs from the build that `weir"
              + " up` started)");
    }
  }

  private List<HubJob> jobs() {
    if (names == null || names.isEmpty() || names.contains(ALL)) {
      return List.of(HubJob.values());
    }
    return names.stream()
        .map(
            name ->
                HubJob.named(name)
                    .orElseThrow(
                        () ->
                            new CommandFailure(
                                "JOB: "
                                    + name
                                    + " (expected: "
                                    + ALL
                                    + ", "
                                    + HubJob.allNames()
                                    + ")")))
        .distinct()
        .toList();
  }

  private JobArguments arguments() {
    JobArguments base =
        flink
            .localHub()
            .map(hub -> JobArguments.of(hub, flink.data(), FlinkComponents.parallelism()))
            .orElse(JobArguments.DEFAULT);
    return base.with(hubName, kafka, cassandra, datacenter, parallelism);
  }

  /** Two runs of one job would decide every command twice. */
  private void refuseSecond(FlinkClient client, List<HubJob> jobs, JobArguments arguments)
      throws IOException {
    Set<String> running =
        client.jobs().stream()
            .filter(FlinkJob::isLive)
            .map(FlinkJob::name)
            .collect(Collectors.toSet());
    for (HubJob job : jobs) {
      String name = job.nameIn(arguments.hub());
      if (running.contains(name)) {
        throw new CommandFailure(
            name + " runs already; stop it with `weir flink savepoint --stop " + name + "`");
      }
    }
    if (isOfLocalHub(arguments) && flink.isHubUp()) {
      List<HubJob> kept = new JobLedger(flink.data()).kept(jobs);
      if (!kept.isEmpty()) {
        String names = String.join(", ", kept.stream().map(HubJob::shortName).toList());
        throw new CommandFailure(
            "the local hub runs "
                + names
                + " itself; stop each with `weir flink savepoint --stop`");
      }
    }
  }

  private boolean isOfLocalHub(JobArguments arguments) {
    return flink
        .localHub()
        .filter(hub -> hub.hub().equals(arguments.hub()))
        .filter(hub -> hub.kafkaAddress().equals(arguments.kafka()))
        .isPresent();
  }
}
