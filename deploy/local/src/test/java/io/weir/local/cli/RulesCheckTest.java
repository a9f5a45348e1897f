package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCheckTest {
  @TempDir private Path directory;

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static final String GOOD =
      """
      endpoint alerts kafka { topic = 'alerts' }
      route hot
        from DeviceMessages
        where level = 'critical'
        to alerts
      """;

  @Test
  @DisplayName("a valid file: what it holds, and exit code 0")
  void valid() throws IOException {
    String file = file("good.weir", GOOD);

    CommandRun run = CommandRun.weir("rules", "check", file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).isEqualTo(file + ": 1 endpoint, 1 route, fallback on\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  @DisplayName("an error: FILE:LINE:COL: error, the line, a caret, and exit code 1")
  void error() throws IOException {
    String file = file("bad.weir", GOOD.replace("to alerts", "to alarms"));

    CommandRun run = CommandRun.weir("rules", "check", file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err().lines().toList())
        .satisfiesExactly(
            first -> assertThat(first).startsWith(file + ":5:6: error: ").contains("alarms"),
            second -> assertThat(second).isEqualTo("    to alarms"),
            third -> assertThat(third).isEqualTo("       ^^^^^^"));
    assertThat(run.out()).isEqualTo(file + ": 1 error\n");
  }

  @Test
  @DisplayName("a topic of the hub's own is an error at its place")
  void ownTopic() throws IOException {
    String file = file("own.weir", GOOD.replace("'alerts'", "'weir.telemetry'"));

    CommandRun run = CommandRun.weir("rules", "check", file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith(file + ":1:33: error: 'weir.telemetry'");
  }

  @Test
  @DisplayName("a file may have as many bytes as the hub takes, and no more")
  void size() throws IOException {
    String longest = GOOD + " ".repeat(1024 * 1024 - GOOD.length());

    assertThat(CommandRun.weir("rules", "check", file("longest.weir", longest)).exitCode())
        .isEqualTo(ExitCode.OK);
    CommandRun tooLong = CommandRun.weir("rules", "check", file("long.weir", longest + " "));
    assertThat(tooLong.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(tooLong.err()).contains("is longer than 1048576 bytes");
  }

  @Test
  @DisplayName("several files: each is checked, one bad one decides the exit code")
  void several() throws IOException {
    String good = file("good.weir", GOOD);
    String bad = file("bad.weir", "route");

    CommandRun run = CommandRun.weir("rules", "check", bad, good);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains(good + ": 1 endpoint, 1 route, fallback on");
    assertThat(run.err()).contains(bad + ":1:");
  }

  @Test
  @DisplayName("-o json: one object with what each file holds and where it is wrong")
  void json() throws IOException {
    String good = file("good.weir", GOOD);
    String bad = file("bad.weir", GOOD.replace("to alerts", "to alarms"));

    CommandRun run = CommandRun.weir("rules", "check", good, bad, "-o", "json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEmpty();
    JsonNode report = Output.JSON.readTree(run.out());
    assertThat(report.at("/files/0/file").asText()).isEqualTo(good);
    assertThat(report.at("/files/0/valid").asBoolean()).isTrue();
    assertThat(report.at("/files/0/endpoints/0"))
        .hasToString(
            "{'name':'alerts','type':'kafka','topic':'alerts','delivery':'at-least-once'}"
                .replace('\'', '"'));
    assertThat(report.at("/files/0/routes/0/name").asText()).isEqualTo("hot");
    assertThat(report.at("/files/0/routes/0/source").asText()).isEqualTo("DeviceMessages");
    assertThat(report.at("/files/0/routes/0/condition").asText()).isEqualTo("level = 'critical'");
    assertThat(report.at("/files/0/routes/0/endpoints/0").asText()).isEqualTo("alerts");
    assertThat(report.at("/files/1/valid").asBoolean()).isFalse();
    JsonNode diagnostic = report.at("/diagnostics/0");
    assertThat(diagnostic.get("severity").asText()).isEqualTo("error");
    assertThat(diagnostic.get("file").asText()).isEqualTo(bad);
    assertThat(diagnostic.get("line").asInt()).isEqualTo(5);
    assertThat(diagnostic.get("column").asInt()).isEqualTo(6);
    assertThat(diagnostic.get("length").asInt()).isEqualTo(6);
  }

  @Test
  @DisplayName("warnings do not change the exit code unless --strict")
  void strict() throws IOException {
    // An endpoint that no route uses.
    String file = file("warning.weir", GOOD + "endpoint unused kafka { topic = 'unused' }\n");

    CommandRun plain = CommandRun.weir("rules", "check", file);
    CommandRun strict = CommandRun.weir("rules", "check", "--strict", file);

    assertThat(plain.err()).contains(": warning: ");
    assertThat(plain.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(strict.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  @DisplayName("a file that is not there, a directory, bytes that are no text: one sentence each")
  void unreadable() throws IOException {
    Path missing = directory.resolve("missing.weir");
    Path binary = Files.write(directory.resolve("binary.weir"), new byte[] {(byte) 0xff, 0});

    assertSentence(missing, missing + ": there is no such file");
    assertSentence(directory, directory + " is a directory (expected: a rule file)");
    assertSentence(binary, binary + " is not UTF-8 text");
  }

  private static void assertSentence(Path file, String sentence) {
    CommandRun run = CommandRun.weir("rules", "check", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEqualTo("weir: " + sentence + System.lineSeparator());
  }

  @Test
  @DisplayName("the demo's rule file is valid, without a warning")
  void demoRules() {
    CommandRun run = CommandRun.weir("rules", "check", "--strict", "rules/demo.weir");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("rules/demo.weir: 2 endpoints, 4 routes, fallback on\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  @DisplayName("diff: what cannot be compared is 2, as in diff(1): 1 would say that they differ")
  void diffTrouble() throws IOException {
    String bad = file("bad.weir", "route");
    String good = file("good.weir", GOOD);

    CommandRun broken = CommandRun.weir("rules", "diff", bad, "--data", directory.toString());
    CommandRun noHub = CommandRun.weir("rules", "diff", good, "--data", directory.toString());

    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err()).contains(bad + ":1:").contains("is not compared: 1 error");
    assertThat(noHub.exitCode()).isEqualTo(2);
    assertThat(noHub.err()).startsWith("weir: there is no hub in ").hasLineCount(1);
  }

  @Test
  @DisplayName("applying a file with an error does not even ask for the hub")
  void applyBadFile() throws IOException {
    String file = file("bad.weir", "route");

    CommandRun run = CommandRun.weir("rules", "apply", file, "--data", directory.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(file + ":1:").contains("is not applied: ");
  }
}
