package io.weir.local.cli;

import io.weir.dsl.RuleSet;
import io.weir.dsl.fixture.Fixture;
import io.weir.dsl.fixture.FixtureException;
import io.weir.dsl.fixture.FixtureReader;
import io.weir.dsl.fixture.FixtureRunner;
import io.weir.dsl.syntax.Nearest;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules test}: holds a rule file against messages and where they are to go. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Test a rule file without a hub. Tests are YAML: messages, where they are to go, and with what.",
      "Nothing is run while a file has an error."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every test passed",
      "1:a test failed, a file has an error or cannot be read, or --only names no test",
      "2:the command line is not understood"
    })
final class RulesTestCommand implements Callable<Integer> {
  private static final InputText TESTS = new InputText("a file of tests", FixtureReader.MAX_BYTES);

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "run the test of that name alone; may be given again for another")
  private List<String> only = List.of();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "write the results as JUnit's XML, too")
  private Path junit;

  @Parameters(index = "0", paramLabel = "RULES", description = "a rule file; - is stdin")
  private String rules;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TESTS",
      description = "files of tests; - is stdin")
  private List<String> tests;

  @Override
  public Integer call() {
    long fromStdin = tests.stream().filter(InputText.STANDARD_INPUT::equals).count();
    if (fromStdin + (rules.equals(InputText.STANDARD_INPUT) ? 1 : 0) > 1) {
      throw new ParameterException(spec.commandLine(), "found - twice (expected: one file)");
    }
    RuleFile file = RuleFile.read(rules);
    RuleSet ruleSet = file.compiled(spec.commandLine().getErr());
    FixtureRunner runner = FixtureRunner.of(ruleSet, file.text());
    List<TestedFile> tested = new ArrayList<>();
    chosen(ruleSet)
        .forEach(
            (name, fixtures) ->
                tested.add(new TestedFile(name, fixtures.stream().map(runner::run).toList())));
    TestReport report = new TestReport(file.name(), tested);
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(out, report.json());
    } else {
      out.print(report.text());
      out.flush();
    }
    if (junit != null) {
      write(report);
    }
    return report.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** The tests to run, by the names of their files. */
  private Map<String, List<Fixture>> chosen(RuleSet ruleSet) {
    Map<String, List<Fixture>> read = read(ruleSet);
    List<String> names =
        read.values().stream().flatMap(List::stream).map(Fixture::name).distinct().toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new CommandFailure(
            "--only: there is no test '" + name + "'" + Nearest.hint(name, names));
      }
    }
    if (!only.isEmpty()) {
      read.replaceAll(
          (file, all) -> all.stream().filter(test -> only.contains(test.name())).toList());
      read.values().removeIf(List::isEmpty);
    }
    return read;
  }

  /** Says of all files what is wrong with them, not of the first alone. */
  private Map<String, List<Fixture>> read(RuleSet ruleSet) {
    Map<String, List<Fixture>> fixtures = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (String test : tests) {
      String name = InputText.nameOf(test);
      try {
        fixtures.put(name, FixtureReader.read(name, TESTS.read(test), ruleSet));
      } catch (FixtureException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      problems.forEach(err::println);
      err.flush();
      throw new CommandFailure("nothing is tested while a file of tests has an error");
    }
    return fixtures;
  }

  private void write(TestReport report) {
    try {
      JUnitReport.write(junit, report);
    } catch (IOException e) {
      throw new CommandFailure(
          "--junit: " + junit + " cannot be written (" + PrivateFiles.reason(e) + ")", e);
    }
  }
}
