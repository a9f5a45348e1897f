package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentErrorsTest {
  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device-identity",
        "device-identity create",
        "device-identity create -d",
        "device-identity create -d a/b",
        "device-identity create -d x --status sleeping",
        "device-identity create -d x --auth-method password",
        "device-identity create -d x --primary-key a --primary-thumbprint b",
        "device-identity create -d x --auth-method x509_thumbprint --primary-key a",
        "device-identity update -d x",
        "device-identity list --top 0",
        "device-identity list --top 1001",
        "device-identity show -d x -o yaml",
        "device-identity import",
        "device-identity import x --requests 0",
        "device-identity import x --mode destroy",
        "device-identity export",
        "device-twin",
        "device-twin show",
        "device-twin update --tags {}",
        "device-twin update -d x",
        "device-twin update -d x --query * --tags {}",
        "device-twin update -d x --tags {} --dry-run",
        "device-twin update -d x --tags {} --state f",
        "device-twin update -d a/b --tags {}",
        "device-twin update --query * --tags {} --etag e",
        "device-twin update --query * --tags {} -m m",
        "device-twin replace -d x",
        "device-twin query",
        "device-twin query --top 0 q",
        "device-twin query q -q q",
        "device-twin watch -d a/b",
        "device-twin watch --timeout 0",
        "device-twin watch --connection-string HostName=h;SharedAccessKeyName=n;SharedAccessKey=a",
        "doctor",
        "endpoints",
        "rules",
        "rules check",
        "rules apply",
        "rules apply a b",
        "rules apply a --if-version one",
        "rules apply --shadow",
        "rules show --version one",
        "rules diff",
        "rules diff a b",
        "rules history --last 0",
        "rules history --last 1001",
        "rules rollback --to 0",
        "rules rollback 3",
        "rules delete",
        "rules delete -m why",
        "rules promote 7",
        "rules shadow 7",
        "monitor-events --max-messages 0",
        "monitor-events --timeout 0",
        "monitor-events --timeout NaN",
        "monitor-events --timeout soon",
        "simulate --devices 0",
        "simulate --rate 0",
        "simulate --rate NaN",
        "simulate --seconds 0",
        "simulate --prefix a/b",
        "simulate --prefix a#b",
        "demo --seconds 0",
        "demo --rate 100000 --seconds 3600",
        "bench",
        "bench nothing",
        "bench ingest --seconds 0",
        "frobnicate",
      })
  @DisplayName("a command line that is not understood: exit code 2 and one sentence")
  void usage(String line) {
    String[] arguments = Stream.of(line.split(" ")).toArray(String[]::new);

    CommandRun run = CommandRun.weir(arguments);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("weir: ").doesNotContain("Exception");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--patch []",
        "--patch nowhere.json",
        "--patch null",
        "--patch {\"tags\":",
        "--patch {\"desired\":{\"a\":1}}",
        "--patch {\"importMode\":\"delete\"}",
        "--tags 7",
        "--desired [1]",
      })
  @DisplayName("what is no patch is refused before anything is sent")
  void patches(String patch) {
    String[] arguments =
        Stream.concat(
                Stream.of("device-twin update --query *".split(" ")), Stream.of(patch.split(" ")))
            .toArray(String[]::new);

    CommandRun run = CommandRun.weir(arguments);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("weir: " + patch.substring(0, patch.indexOf(' ')) + ": ")
        .contains("(expected: ");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  @DisplayName("JSON files of Windows: a byte order mark and CR LF change nothing")
  void windowsFiles() throws Exception {
    Path file =
        Files.writeString(data.resolve("patch.json"), "\uFEFF{\r\n\"tags\": {\"a\": 1}\r\n}\r\n");

    assertThat(JsonArgument.read("--patch", file.toString()).at("/tags/a").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device-identity list",
        "device-identity import nowhere",
        "device-identity export nowhere",
        "device-twin show -d x",
        "device-twin update --query * --tags {}",
        "device-twin query q",
        "device-twin watch",
        "doctor twins",
        "endpoints list",
        "rules show",
        "rules list -o json",
        "rules history",
        "rules rollback",
        "rules rollback --to 3 --if-version 4",
        "rules delete --yes",
        "rules delete --if-version 4",
        "rules shadow",
        "rules promote",
        "rules drop-shadow",
        "rules drop-shadow -o json",
        "monitor-events --timeout 1",
        "simulate --devices 1 --seconds 1",
      })
  @DisplayName("without a hub: exit code 1 and one sentence that says what to do")
  void noHub(String line) {
    String[] arguments =
        Stream.concat(Stream.of(line.split(" ")), Stream.of("--data", data.toString()))
            .toArray(String[]::new);

    CommandRun run = CommandRun.weir(arguments);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "weir: there is no hub in "
                + data
                + "; `weir up` makes and starts one"
                + System.lineSeparator());
  }

  @Test
  @DisplayName(
      "a hub elsewhere that does not answer: exit code 1 and one sentence, without the key")
  void unreachable() {
    CommandRun run =
        CommandRun.weir(
            "device-identity",
            "list",
            "--data",
            data.toString(),
            "--connection-string",
            "HostName=127.0.0.11:1;SharedAccessKeyName=iothubowner;SharedAccessKey=c2VjcmV0");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("weir: no hub answers at 127.0.0.11:1;")
        .doesNotContain("c2VjcmV0");
    assertThat(run.err().strip().lines()).hasSize(1);
  }
}
