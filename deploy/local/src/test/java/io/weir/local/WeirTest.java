package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeirTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("what is not understood: exit code 2 and one line that says where to look")
  void usage() {
    assertThat(run("frobnicate")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("weir: ").contains("--help").hasLineCount(1);
    assertThat(run("status", "-o", "xml")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  @DisplayName("what failed: exit code 1, one sentence, nothing on stdout, no stack trace")
  void failure() {
    assertThat(run("connection-string", "--data", directory.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("there is no hub in")
        .hasLineCount(1)
        .doesNotContain("\tat");
    assertThat(out.toString()).isEmpty();
    assertThat(run("ca", "--data", directory.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(run("flink", "list", "--cluster", "nonsense")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("--cluster nonsense (expected: such as http://HOST:8081)");
  }

  private int run(String... arguments) {
    return Weir.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
