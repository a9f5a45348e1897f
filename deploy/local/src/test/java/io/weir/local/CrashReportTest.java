package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("no stack trace reaches a user: one line on stderr, the rest in a file")
  void oneLine() throws IOException {
    StringWriter err = new StringWriter();
    Throwable thrown = new NoClassDefFoundError("io/weir/Gone");

    new CrashReport(new PrintWriter(err), directory)
        .uncaughtException(Thread.currentThread(), thrown);

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("weir: ").contains("weir-errors.log");
    assertThat(directory.resolve("weir-errors.log"))
        .content()
        .contains("io/weir/Gone")
        .contains("at io.weir.local.CrashReportTest");
  }

  @Test
  @DisplayName("a file that cannot be written leaves the line")
  void noFile() {
    StringWriter err = new StringWriter();
    new CrashReport(new PrintWriter(err), directory.resolve("missing"))
        .uncaughtException(Thread.currentThread(), new IllegalStateException("why"));
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("why");
  }
}
