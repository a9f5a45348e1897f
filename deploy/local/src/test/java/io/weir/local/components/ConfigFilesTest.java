package io.weir.local.components;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @Test
  @DisplayName("a component's log lasts as long as the component, and leaves clients' settings out")
  void logging() {
    String xml = ConfigFiles.logback(Path.of("/tmp/edge.log"), "INFO");
    // Logback's own hook would end the log before the component's hooks have said anything.
    assertThat(xml)
        .doesNotContain("shutdownHook")
        .contains("org.apache.kafka.common.config.AbstractConfig\" level=\"WARN\"");
  }

  @Test
  @DisplayName("configuration files hold passwords: only their owner may read them")
  void permissions(@TempDir Path directory) throws IOException {
    Path file = ConfigFiles.write(directory.resolve("conf/config.xml"), "<secret/>");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
