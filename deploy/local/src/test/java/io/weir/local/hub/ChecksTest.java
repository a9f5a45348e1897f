package io.weir.local.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
        assertThat(PortOwner.find(HOST, port).orElseThrow())
            .contains("(pid " + ProcessHandle.current().pid() + ")");
        // The same port on another address is somebody else's, and nobody's here.
        assertThat(PortOwner.find("127.0.0.7", port)).isEmpty();
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
  @DisplayName("a host that is unknown, or reached over IPv6 only, is refused")
  void unusableHosts() {
    assertThatThrownBy(() -> Checks.host("no-such-name.invalid"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no-such-name.invalid is not known");
    assertThatThrownBy(() -> Checks.host("::1"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("::1 is an IPv6 address");
    Checks.host(HOST);
  }

  @Test
  @DisplayName("a running hub's own ports are not in the way of its next address")
  void nextAddress() {
    HubConfig running = HubConfig.create("192.0.2.7", 1);
    HubConfig next = HubConfig.create("127.0.0.1", 1);

    assertThat(Endpoint.beside(next, running))
        .extracting(Endpoint::what)
        .containsExactly("MQTT", "HTTPS");
    assertThat(Endpoint.beside(HubConfig.create(HOST, 1), running)).hasSize(9);
  }

  @Test
  @DisplayName("a path that Kafka or a class path would take apart is refused")
  void unusablePaths() {
    for (String name : List.of("a:b", "a,b", "a$b", "a\"b", "a%b")) {
      DataDirectory data = new DataDirectory(directory.resolve(name));
      assertThatThrownBy(() -> Checks.path(data))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("has '" + name.charAt(1) + "' in its path");
    }
    Checks.path(new DataDirectory(directory.resolve("with space & <ümlaut>")));
  }

  @Test
  @DisplayName("a new data directory is its owner's alone")
  void privateDirectory() throws IOException {
    Path root = directory.resolve("some/where");
    Checks.writable(new DataDirectory(root));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
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
