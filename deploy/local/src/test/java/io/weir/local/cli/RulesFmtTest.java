package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFmtTest {
  private static final String UGLY = "fallback   on -- always\n\n\n";
  private static final String FORMATTED = "fallback on  -- always\n";

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  @DisplayName("files are rewritten in place; those with the format already are left alone")
  void rewrites() throws IOException {
    Path ugly = file("ugly.weir", UGLY);
    Path good = file("good.weir", FORMATTED);

    CommandRun run = CommandRun.weir("rules", "fmt", ugly.toString(), good.toString());

    assertThat(run).isEqualTo(new CommandRun(ExitCode.OK, "", ""));
    assertThat(ugly).hasContent(FORMATTED);
    assertThat(good).hasContent(FORMATTED);
  }

  @Test
  @DisplayName(
      "a file is replaced whole: who has it open keeps the former text; permissions and links stay")
  void replacesWhole() throws IOException {
    Path ugly = file("ugly.weir", UGLY);
    Files.setPosixFilePermissions(ugly, PosixFilePermissions.fromString("rw-r-x---"));
    Path link = Files.createSymbolicLink(directory.resolve("link.weir"), ugly);

    try (InputStream open = Files.newInputStream(ugly)) {
      CommandRun run = CommandRun.weir("rules", "fmt", link.toString());

      assertThat(run).isEqualTo(new CommandRun(ExitCode.OK, "", ""));
      assertThat(new String(open.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(UGLY);
    }
    assertThat(ugly).hasContent(FORMATTED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ugly)))
        .isEqualTo("rw-r-x---");
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("ugly.weir", "link.weir");
    assertThat(link).isSymbolicLink();
  }

  @Test
  @DisplayName("--check lists what would change, changes nothing, and ends with exit code 1")
  void check() throws IOException {
    Path ugly = file("ugly.weir", UGLY);
    Path good = file("good.weir", FORMATTED);

    CommandRun run = CommandRun.weir("rules", "fmt", "--check", ugly.toString(), good.toString());

    assertThat(run).isEqualTo(new CommandRun(ExitCode.FAILED, ugly + System.lineSeparator(), ""));
    assertThat(Files.readString(ugly)).isEqualTo(UGLY);
    assertThat(CommandRun.weir("rules", "fmt", "--check", good.toString()).exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  @DisplayName("a file that cannot be read stays as it is; the errors say why")
  void broken() throws IOException {
    Path broken = file("broken.weir", "fallback   maybe");
    Path ugly = file("ugly.weir", UGLY);

    CommandRun run = CommandRun.weir("rules", "fmt", broken.toString(), ugly.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith(broken + ":1:12: error: found 'maybe'");
    assertThat(Files.readString(broken)).isEqualTo("fallback   maybe");
    assertThat(Files.readString(ugly)).isEqualTo(FORMATTED);
  }

  @Test
  @DisplayName("- formats the standard input to the standard output")
  void standardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(UGLY.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(CommandRun.weir("rules", "fmt", "-"))
          .isEqualTo(new CommandRun(ExitCode.OK, FORMATTED, ""));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  @DisplayName("the demo's rule file has the format")
  void demoRules() {
    assertThat(CommandRun.weir("rules", "fmt", "--check", "rules/demo.weir"))
        .isEqualTo(new CommandRun(ExitCode.OK, "", ""));
  }
}
