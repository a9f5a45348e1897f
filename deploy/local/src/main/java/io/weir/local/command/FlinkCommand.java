package io.weir.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.flink.FlinkJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir flink}: the hub's jobs on any Flink cluster. */
@Command(
    name = "flink",
    mixinStandardHelpOptions = true,
    description = "The hub's jobs on a Flink cluster: the local hub's, or another with --cluster.",
    subcommands = {
      FlinkSubmitCommand.class,
      FlinkCommand.ListJobs.class,
      FlinkCommand.Savepoint.class,
      FlinkCommand.Cancel.class
    })
public final class FlinkCommand implements Runnable {
  private static final Duration SAVEPOINT_LIMIT = Duration.ofMinutes(2);
  private static final Duration CANCEL_LIMIT = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** {@code weir flink list}. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the cluster's jobs.")
  static final class ListJobs implements java.util.concurrent.Callable<Integer> {
    @Mixin private FlinkOptions flink;
    @Spec private CommandSpec spec;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "table or json",
        defaultValue = "table")
    private StatusCommand.Output output;

    @Override
    public Integer call() throws IOException {
      List<FlinkJob> jobs = flink.client().jobs();
      PrintWriter out = spec.commandLine().getOut();
      switch (output) {
        case TABLE -> table(out, jobs);
        case JSON -> json(out, jobs);
      }
      return 0;
    }

    private static void table(PrintWriter out, List<FlinkJob> jobs) {
      String row = "%-32s  %-24s  %-11s  %-7s  %s%n";
      out.printf(row, "ID", "NAME", "STATE", "TASKS", "STARTED");
      for (FlinkJob job : jobs) {
        out.printf(
            row,
            job.id(),
            job.name(),
            job.state().toLowerCase(Locale.ROOT),
            job.runningTasks() + "/" + job.tasks(),
            Instant.ofEpochMilli(job.startedAtMillis()));
      }
    }

    private static void json(PrintWriter out, List<FlinkJob> jobs) {
      ObjectNode root = new ObjectMapper().createObjectNode();
      ArrayNode list = root.putArray("jobs");
      for (FlinkJob job : jobs) {
        list.addObject()
            .put("id", job.id())
            .put("name", job.name())
            .put("state", job.state())
            .put("tasks", job.tasks())
            .put("runningTasks", job.runningTasks())
            .put("startedAt", Instant.ofEpochMilli(job.startedAtMillis()).toString());
      }
      out.println(root);
    }
  }

  /** {@code weir flink savepoint}. */
  @Command(
      name = "savepoint",
      mixinStandardHelpOptions = true,
      description = "Take a savepoint of a job; print its path.")
  static final class Savepoint implements java.util.concurrent.Callable<Integer> {
    @Mixin private FlinkOptions flink;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "JOB", description = "a job's id or name, such as devices")
    private String job;

    @Option(names = "--stop", description = "stop the job with the savepoint")
    private boolean stop;

    @Option(
        names = "--to",
        paramLabel = "DIR",
        description = "where to (default: the cluster's savepoint directory)")
    private String directory;

    @Override
    public Integer call() throws IOException {
      FlinkJob found = flink.liveJob(job);
      Optional<String> to = Optional.ofNullable(directory);
      String path =
          stop ? stop(found, to) : flink.client().savepoint(found.id(), to, SAVEPOINT_LIMIT);
      spec.commandLine().getOut().println(path);
      return 0;
    }

    /** The next submit of a job of the local hub goes on from there. */
    private String stop(FlinkJob found, Optional<String> to) throws IOException {
      return flink.isForeign()
          ? flink.client().stopWithSavepoint(found.id(), to, SAVEPOINT_LIMIT)
          : flink.requests().stop(found, to, SAVEPOINT_LIMIT);
    }
  }

  /** {@code weir flink cancel}. */
  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancel a job, without a savepoint; its last checkpoint stays.")
  static final class Cancel implements java.util.concurrent.Callable<Integer> {
    @Mixin private FlinkOptions flink;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "JOB", description = "a job's id or name, such as devices")
    private String job;

    @Override
    public Integer call() throws IOException {
      FlinkJob found = flink.liveJob(job);
      if (flink.isForeign()) {
        flink.client().cancel(found.id(), CANCEL_LIMIT);
      } else {
        flink.requests().cancel(found, CANCEL_LIMIT);
      }
      spec.commandLine().getOut().println("canceled " + found.name() + " (" + found.id() + ")");
      return 0;
    }
  }
}
