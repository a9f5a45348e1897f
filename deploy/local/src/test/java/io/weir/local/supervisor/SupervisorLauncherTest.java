package io.weir.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SupervisorLauncherTest {
  @Test
  @DisplayName(
      "a data directory with & and < in its name stands in the log's configuration as it is")
  void escaped() throws Exception {
    Path file = Path.of("/tmp/a & <b>/supervisor.log");
    byte[] xml = SupervisorLauncher.logback(file).getBytes(StandardCharsets.UTF_8);
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getElementsByTagName("file")
                .item(0)
                .getTextContent())
        .isEqualTo(file.toString());
  }
}
