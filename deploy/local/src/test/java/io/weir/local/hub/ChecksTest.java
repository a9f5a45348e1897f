package io.weir.local.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private static final String HOST = "127.0.0.5";

  @TempDir private Path directory;

  @Test
  @DisplayName("a taken port: which one, what for, and who has it")
  void takenPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      int port = socket.getLocalPort();
      assertThatThrownBy(() -> Checks.free(HOST, port, "Kafka"))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("port " + port + " on " + HOST + " (Kafka) is taken")
          .hasMessageContaining("--host");
      if (Files.isDirectory(Path.of("/proc/self/fd"))) {
        assertThat(PortOwner.find(port).orElseThrow())
            .contains("(pid " + ProcessHandle.current().pid() + ")");
      }
    }
  }

  @Test
  @DisplayName("a host that is not this machine's")
  void foreignHost() {
    assertThatThrownBy(() -> Checks.free("192.0.2.7", 0, "MQTT"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("192.0.2.7 is not an address of this machine");
  }

  @Test
  @DisplayName("a full disk, a wrong JDK, a directory that cannot be made")
  void otherSentences() throws IOException {
    assertThatThrownBy(() -> Checks.room(directory, 5L << 20))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("only 5 MB left");
    assertThatThrownBy(() -> Checks.java(21))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("JDK 17 is needed, this is 21");
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> Checks.writable(new DataDirectory(file)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  @DisplayName("the supervisor's lock: held while it lives, free after")
  void lock() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    assertThat(SupervisorLock.isHeld(data)).isFalse();
    try (SupervisorLock held = SupervisorLock.tryAcquire(data).orElseThrow()) {
      assertThat(held.toString()).contains("lock");
      assertThat(SupervisorLock.isHeld(data)).isTrue();
    }
    assertThat(SupervisorLock.isHeld(data)).isFalse();
  }
}
