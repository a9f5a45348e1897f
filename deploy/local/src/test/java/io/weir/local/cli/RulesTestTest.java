package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class RulesTestTest {
  private static final String RULES = "../../docs/examples/plant.weir";
  private static final String PLANT = "../../docs/examples/plant.tests.yaml";

  private static final String FAILING =
      """
      tests:
        - name: "<cold> & \\u0001"
          message: {properties: {level: critical}, body: {temperature: 70}}
          expect: {endpoints: [alerts, events]}
        - name: hot
          message: {properties: {level: critical}, body: {temperature: 90}}
          expect: {endpoints: [alerts, events]}
      """;

  private static final String ENRICHED =
      """
      tests:
        - name: enriched
          message: {properties: {level: critical, line: B}, body: {temperature: 90}}
          expect:
            endpoints: [alerts, events]
            enrichments: {alerts: {hub: plant, line: null}}
      """;

  @TempDir private Path directory;

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  @DisplayName("all pass: one line, and exit code 0")
  void pass() {
    CommandRun run = CommandRun.weir("rules", "test", RULES, PLANT);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("3 tests: 3 passed, 0 failed" + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  @DisplayName("ROUTE-10: a failure: where, what differs, why, and exit code 1")
  void fail() throws IOException {
    String tests = file("t.yaml", FAILING);

    CommandRun run = CommandRun.weir("rules", "test", RULES, PLANT, tests);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().lines())
        .containsExactly(
            tests + ":2: failed: <cold> & \uFFFD",
            "  endpoints: found events (expected: alerts, events)",
            "  hot: not-matched",
            "    because $body.temperature > 80 is false (" + RULES + ":6:9)",
            "      $body.temperature is 70",
            "",
            "5 tests: 4 passed, 1 failed");
  }

  @Test
  @DisplayName("ROUTE-13: a copy that is enriched otherwise: each property that differs")
  void enrichments() throws IOException {
    String tests = file("t.yaml", ENRICHED);

    CommandRun run = CommandRun.weir("rules", "test", RULES, tests);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().lines())
        .containsExactly(
            tests + ":2: failed: enriched",
            "  enrichments.alerts.hub: found 'weir' (expected: 'plant')",
            "  enrichments.alerts.line: found 'b' (expected: none)",
            "",
            "1 test: 0 passed, 1 failed");

    CommandRun json = CommandRun.weir("rules", "test", RULES, tests, "-o", "json");
    assertThat(Output.JSON.readTree(json.out()).at("/tests/0/differences"))
        .hasToString(
            "[{\"what\":\"enrichments.alerts.hub\",\"found\":[\"weir\"],\"expected\":[\"plant\"]},"
                + "{\"what\":\"enrichments.alerts.line\",\"found\":[\"b\"],\"expected\":[]}]");

    Path target = directory.resolve("report.xml");
    CommandRun.weir("rules", "test", RULES, tests, "--junit", target.toString());
    assertThat(Files.readString(target))
        .contains("enrichments.alerts.line: found 'b' (expected: none)");
  }

  @Test
  @DisplayName("--only runs the tests of that name, and says so when there is none")
  void only() throws IOException {
    String tests = file("t.yaml", FAILING);

    CommandRun one = CommandRun.weir("rules", "test", RULES, PLANT, tests, "--only", "hot");
    assertThat(one.out()).startsWith("1 test: 1 passed, 0 failed");
    assertThat(one.exitCode()).isEqualTo(ExitCode.OK);

    CommandRun none = CommandRun.weir("rules", "test", RULES, tests, "--only", "hat");
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.err()).contains("there is no test 'hat'; did you mean 'hot'?");
  }

  @Test
  @DisplayName("-o json: each test, and for those that failed what differs and the explanation")
  void json() throws IOException {
    String tests = file("t.yaml", FAILING);

    CommandRun run = CommandRun.weir("rules", "test", RULES, tests, "-o", "json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    JsonNode report = Output.JSON.readTree(run.out());
    assertThat(report.get("passed").asInt()).isEqualTo(1);
    assertThat(report.get("failed").asInt()).isEqualTo(1);
    assertThat(report.at("/tests/0/file").asText()).isEqualTo(tests);
    assertThat(report.at("/tests/0/line").asInt()).isEqualTo(2);
    assertThat(report.at("/tests/0/passed").asBoolean()).isFalse();
    assertThat(report.at("/tests/0/differences/0"))
        .hasToString(
            "{\"what\":\"endpoints\",\"found\":[\"events\"],\"expected\":[\"alerts\",\"events\"]}");
    assertThat(report.at("/tests/0/explanation/routes/0/verdict").asText())
        .isEqualTo("not-matched");
    assertThat(report.at("/tests/1").has("explanation")).isFalse();
  }

  @Test
  @DisplayName("--junit: XML that a parser reads, whatever the names hold")
  void junit() throws Exception {
    String tests = file("t.yaml", FAILING);
    Path target = directory.resolve("report.xml");

    CommandRun run =
        CommandRun.weir("rules", "test", RULES, PLANT, tests, "--junit", target.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(target.toFile())
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(root.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
    assertThat(root.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    Element suite = (Element) root.getElementsByTagName("testsuite").item(1);
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    Element failed = (Element) suite.getElementsByTagName("testcase").item(0);
    assertThat(failed.getAttribute("name")).isEqualTo("<cold> & \uFFFD");
    Element failure = (Element) failed.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message"))
        .isEqualTo("endpoints: found events (expected: alerts, events)");
    assertThat(failure.getTextContent()).contains("$body.temperature is 70");
  }

  @Test
  @DisplayName("files with errors: all of them, where they are wrong, and nothing is run")
  void errors() throws IOException {
    String one = file("one.yaml", "test: []");
    String two = file("two.yaml", "tests:\n- nam: x\n");
    String three = file("three.yaml", ENRICHED.replace("line: null", "lnie: null"));

    CommandRun run = CommandRun.weir("rules", "test", RULES, one, PLANT, two, three);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(one + ":1:1: error: a file of tests has no 'test'")
        .contains(two + ":2:3: error: a test has no 'nam'")
        .contains(
            three + ":6:42: error: the enrichment of 'alerts' has no 'lnie'",
            "did you mean 'line'?")
        .contains("nothing is tested while a file of tests has an error");
    assertThat(CommandRun.weir("rules", "test", file("bad.weir", "route"), PLANT).exitCode())
        .isEqualTo(ExitCode.FAILED);
    assertThat(CommandRun.weir("rules", "test", RULES).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.weir("rules", "test", "-", "-").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
