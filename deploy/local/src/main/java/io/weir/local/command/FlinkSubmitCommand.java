package io.weir.local.command;

import io.weir.local.CommandFailure;
import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.flink.JobSubmission;
import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import io.weir.local.jobs.HubJob;
import io.weir.local.jobs.JobArguments;
import io.weir.local.jobs.JobLedger;
import io.weir.local.jobs.JobRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  @Mixin private FlinkOptions flink;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..*",
      description = "devices, routing (default: all of them)")
  private List<String> names;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description = "the savepoint or retained checkpoint to go on from; for one JOB")
  private String from;

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
    JobArguments arguments = arguments();
    FlinkClient client = flink.client();
    refuseSecond(client, jobs, arguments);
    Path file = jar == null ? Installation.find().jobs() : jar;
    List<JobSubmission> submissions = new ArrayList<>();
    JobLedger ledger = new JobLedger(flink.hub().data());
    for (HubJob job : jobs) {
      String id = JobRunner.newJobId();
      Optional<String> start = Optional.ofNullable(from);
      if (!flink.isForeign()) {
        start = start.isPresent() ? start : ledger.resumePoint(job);
        ledger.starting(job, id, start);
      }
      submissions.add(new JobSubmission(id, job.mainClass(), arguments.toList(), start));
    }
    new JobRunner(client, file).submit(submissions);
    for (int i = 0; i < jobs.size(); i++) {
      spec.commandLine()
          .getOut()
          .println(jobs.get(i).nameIn(arguments.hub()) + " " + submissions.get(i).jobId());
    }
    return 0;
  }

  private List<HubJob> jobs() {
    if (names == null || names.isEmpty()) {
      return List.of(HubJob.values());
    }
    return names.stream()
        .map(
            name ->
                HubJob.named(name)
                    .orElseThrow(
                        () ->
                            new CommandFailure(
                                "JOB: " + name + " (expected: " + HubJob.allNames() + ")")))
        .distinct()
        .toList();
  }

  private JobArguments arguments() {
    Optional<HubConfig> local = HubConfig.find(flink.hub().data());
    JobArguments base =
        local
            .map(hub -> JobArguments.of(hub, FlinkComponents.parallelism()))
            .orElse(JobArguments.DEFAULT);
    return base.with(hubName, kafka, cassandra, datacenter, parallelism);
  }

  /** Two runs of one job would decide every command twice. */
  private static void refuseSecond(FlinkClient client, List<HubJob> jobs, JobArguments arguments)
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
  }
}
