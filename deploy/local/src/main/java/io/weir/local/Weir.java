package io.weir.local;

import io.weir.local.cli.BenchCommand;
import io.weir.local.cli.DemoCommand;
import io.weir.local.cli.DeviceIdentityCommand;
import io.weir.local.cli.DeviceTwinCommand;
import io.weir.local.cli.DoctorCommand;
import io.weir.local.cli.EndpointsCommand;
import io.weir.local.cli.MonitorEventsCommand;
import io.weir.local.cli.RulesCommand;
import io.weir.local.cli.SimulateCommand;
import io.weir.local.command.CaCommand;
import io.weir.local.command.ConnectionStringCommand;
import io.weir.local.command.DownCommand;
import io.weir.local.command.FlinkCommand;
import io.weir.local.command.StatusCommand;
import io.weir.local.command.UpCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code weir} command: its subcommands, and how their outcomes become exit codes. */
@Command(
    name = "weir",
    mixinStandardHelpOptions = true,
    version = "weir 0.1.0-SNAPSHOT",
    header = "An open, self-hosted IoT hub on HiveMQ, Kafka, Flink and Cassandra.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it was tried and failed; stderr says why",
      "2:the command line is not understood",
      "3:the time given was over first"
    },
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      ConnectionStringCommand.class,
      CaCommand.class,
      FlinkCommand.class,
      DeviceIdentityCommand.class,
      DeviceTwinCommand.class,
      DoctorCommand.class,
      RulesCommand.class,
      EndpointsCommand.class,
      MonitorEventsCommand.class,
      SimulateCommand.class,
      DemoCommand.class,
      BenchCommand.class,
    })
public final class Weir implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs one command; returns its exit code ({@link ExitCode}). */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Weir())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new FailureHandler())
        .setParameterExceptionHandler(Weir::usageError)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  private static int usageError(ParameterException error, String[] arguments) {
    PrintWriter err = error.getCommandLine().getErr();
    String name = error.getCommandLine().getCommandSpec().qualifiedName();
    err.println(
        "weir: " + error.getMessage().strip() + "; `" + name + " --help` lists what it takes");
    err.flush();
    return ExitCode.USAGE;
  }

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CrashReport crashes = CrashReport.standard(err);
    Thread.setDefaultUncaughtExceptionHandler(crashes);
    int exitCode = ExitCode.FAILED;
    try {
      exitCode = run(out, err, arguments);
    } catch (RuntimeException | Error e) {
      crashes.uncaughtException(Thread.currentThread(), e);
    } finally {
      out.flush();
      System.exit(exitCode);
    }
  }
}
