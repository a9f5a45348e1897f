package io.weir.local.cli;

import io.weir.dsl.RuleFormat;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules fmt}: rule files in the one format. */
@Command(
    name = "fmt",
    mixinStandardHelpOptions = true,
    description = {
      "Rewrite rule files in the one format, without a hub. Comments stay, and so does every word.",
      "A file that cannot be read stays as it is."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every file has the format now",
      "1:a file cannot be read, or would change and --check is given",
      "2:the command line is not understood"
    })
public final class RulesFmtCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--check", description = "change nothing; list the files that would change")
  private boolean check;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "rule files; - is stdin, which is formatted to stdout")
  private List<String> files;

  @Override
  public Integer call() {
    boolean good = true;
    for (String file : files) {
      good &= format(file);
    }
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean format(String file) {
    String text = RuleFileText.read(file);
    RuleFormat format = RuleFormat.format(RuleFileText.nameOf(file), text);
    if (format.text().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      format.errors().forEach(error -> err.println(error.render()));
      err.flush();
      return false;
    }
    String formatted = format.text().get();
    boolean changes = !formatted.equals(text);
    if (check) {
      if (changes) {
        print(RuleFileText.nameOf(file) + System.lineSeparator());
      }
      return !changes;
    }
    if (RuleFileText.isStandardInput(file)) {
      print(formatted);
    } else if (changes) {
      write(file, formatted);
    }
    return true;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private static void write(String file, String text) {
    try {
      WrittenFile.replace(Path.of(file), text);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be written (" + PrivateFiles.reason(e) + ")", e);
    }
  }
}
