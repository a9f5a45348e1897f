package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.explain.ExplanationJson;
import io.weir.dsl.fixture.Difference;
import io.weir.dsl.fixture.FixtureResult;
import java.util.List;

/**
 * What came of all tests of a rule file.
 *
 * @param rules how the rule file is named
 */
record TestReport(String rules, List<TestedFile> files) {

  TestReport {
    files = List.copyOf(files);
  }

  long failed() {
    return files.stream().mapToLong(TestedFile::failed).sum();
  }

  private long passed() {
    return files.stream().mapToLong(file -> file.results().size()).sum() - failed();
  }

  /** What failed and why, then {@code 3 tests: 2 passed, 1 failed}. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (TestedFile file : files) {
      for (FixtureResult result : file.results()) {
        if (!result.passed()) {
          String place = file.name() + ":" + result.fixture().line();
          String name = Output.printable(result.fixture().name());
          text.append(place).append(": failed: ").append(name).append('\n');
          text.append(result.render(rules).indent(2)).append('\n');
        }
      }
    }
    text.append(RulesJson.counted(passed() + failed(), "test"));
    return text.append(": %d passed, %d failed%n".formatted(passed(), failed())).toString();
  }

  /**
   * {@code {"rules", "passed", "failed", "tests": [{"file", "line", "name", "passed",
   * "differences": [{"what", "found", "expected"}], "explanation"}]}}; the last two are there when
   * the test failed.
   */
  ObjectNode json() {
    ObjectNode report = Output.JSON.createObjectNode();
    report.put("rules", rules).put("passed", passed()).put("failed", failed());
    ArrayNode tests = report.putArray("tests");
    for (TestedFile file : files) {
      file.results().forEach(result -> describe(tests.addObject(), file.name(), result));
    }
    return report;
  }

  private static void describe(ObjectNode target, String file, FixtureResult result) {
    target.put("file", file).put("line", result.fixture().line());
    target.put("name", result.fixture().name()).put("passed", result.passed());
    if (!result.passed()) {
      ArrayNode differences = target.putArray("differences");
      result.differences().forEach(difference -> describe(differences.addObject(), difference));
      target.set("explanation", ExplanationJson.of(result.explanation()));
    }
  }

  private static void describe(ObjectNode target, Difference difference) {
    target.put("what", difference.what());
    ArrayNode found = target.putArray("found");
    difference.found().forEach(found::add);
    ArrayNode expected = target.putArray("expected");
    difference.expected().forEach(expected::add);
  }
}
