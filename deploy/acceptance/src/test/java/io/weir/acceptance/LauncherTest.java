package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code weir up} says when it cannot, and what it does when it need not. */
@HubTest
class LauncherTest {
  /** Nothing of the hub under test is here. */
  private static final String HOST = "127.0.0.5";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Hub hub = Hub.shared();

  @Test
  @DisplayName("up: where a hub runs it is harmless; a host that is not ours does not stop it")
  void harmless() {
    List<Long> before = hub.pids();

    assertThat(hub.launch("up").succeeded().stdout()).contains("Weir is ready");
    refused(
        hub.launch("up", "--host", "no-such-name.invalid"), "no-such-name.invalid is not known");
    refused(hub.launch("up", "--host", "192.0.2.7"), "192.0.2.7 is not an address of this machine");
    refused(hub.launch("up", "--host", "::1"), "IPv6");

    assertThat(hub.pids()).isEqualTo(before).doesNotContain(0L);
  }

  @Test
  @DisplayName("up: a taken port is named with its owner, and nothing is left running")
  void takenPort(@TempDir Path directory) throws IOException {
    String data = directory.resolve("hub").toString();
    try (ServerSocket socket = new ServerSocket(8883, 1, InetAddress.getByName(HOST))) {
      CommandResult up = hub.launch(LIMIT, "up", "--host", HOST, "--data", data);
      refused(up, "port " + socket.getLocalPort() + " on " + HOST + " (MQTT) is taken by java");
      assertThat(up.stderr()).contains("(pid " + ProcessHandle.current().pid() + ")");
    }
    CommandResult status = hub.launch("status", "-o", "json", "--data", data);
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(Json.parse(status.stdout()).path("components"))
        .hasSize(Hub.COMPONENTS.size())
        .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("stopped"));
    assertThat(hub.launch("down", "--data", data).succeeded().stdout()).contains("No hub runs");
  }

  @Test
  @DisplayName("up: a disk without room, a path that Kafka takes apart")
  void unusableDirectories(@TempDir Path directory) {
    refused(hub.launch("up", "--host", HOST, "--data", directory + "/a,b"), "has ',' in its path");

    List<String> isolated = List.of("unshare", "--mount", "--map-root-user", "sh", "-c");
    String mount = "mount -t tmpfs -o size=64m tmpfs '" + directory + "'";
    assumeTrue(run(isolated, mount).exitCode() == 0, "may mount in a namespace of its own");
    String up = " && exec ./weir up --host " + HOST + " --data '" + directory + "'";
    refused(run(isolated, mount + up), "has only 6");
  }

  @Test
  @DisplayName("weir: a wrong JDK is one sentence, whatever the command")
  void wrongJdk(@TempDir Path directory) throws IOException {
    Path jdk = directory.resolve("jdk-11");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    executable(jdk.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink", "sed", "head")) {
      Files.createSymbolicLink(tools.resolve(tool), program(tool));
    }
    // The script as it is, but for a machine that has no other JDK.
    Path script = directory.resolve("weir");
    executable(
        script,
        Files.readString(Hub.repository().resolve("weir")).replace("/usr/lib/jvm/", "/none/"));

    CommandResult result =
        Programs.run(
            List.of(tools.resolve("bash").toString(), script.toString(), "status"),
            directory,
            Map.of(
                "JAVA_HOME", jdk.toString(),
                "HOME", directory.toString(),
                "PATH", tools.toString()),
            LIMIT);

    refused(result, "JDK 17 is needed (found 11 in " + jdk + ")");
  }

  @Test
  @DisplayName("up: when a part cannot even be prepared, those that were started are stopped")
  void unpreparedPart(@TempDir Path directory) throws IOException {
    Path data = Files.createDirectories(directory.resolve("hub"));
    Files.writeString(data.resolve("tls"), "in the way of the certificates");

    CommandResult up = hub.launch(LIMIT, "up", "--host", HOST, "--data", data.toString());

    assertThat(up.exitCode()).as(up.toString()).isEqualTo(1);
    List<String> lines = up.stderr().lines().toList();
    assertThat(lines.get(lines.size() - 1)).startsWith("weir: ").contains(data + "/tls");
    JsonNode state = Json.parse(Files.readString(data.resolve("state.json")));
    assertThat(state.path("phase").asText()).isEqualTo("FAILED");
    assertThat(state.path("components"))
        .allSatisfy(each -> assertThat(each.path("pid").asLong()).isZero());
  }

  @Test
  @DisplayName("weir: an edit that does not compile stops what starts something, and nothing else")
  void brokenEdit(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("deploy/local/target"));
    Files.writeString(home.resolve("deploy/local/target/local-0.jar"), "built before");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    executable(home.resolve("mvnw"), "#!/bin/sh\nexit 1\n");
    Path script = home.resolve("weir");
    executable(script, Files.readString(Hub.repository().resolve("weir")));
    Map<String, String> environment =
        Map.of("JAVA_HOME", System.getProperty("java.home"), "WEIR_BUILD", "auto");

    for (String command : List.of("status", "down", "ca", "connection-string")) {
      CommandResult result =
          Programs.run(List.of(script.toString(), command), home, environment, LIMIT);
      assertThat(result.stderr()).contains("io.weir.local.Weir").doesNotContain("Building");
    }
    CommandResult up = Programs.run(List.of(script.toString(), "up"), home, environment, LIMIT);
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.stderr()).contains("weir: the build failed");
  }

  private static void refused(CommandResult result, String why) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    List<String> lines = result.stderr().lines().toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("weir: ").contains(why);
  }

  private static CommandResult run(List<String> shell, String script) {
    List<String> command = new ArrayList<>(shell);
    command.add(script);
    return Programs.run(command, Hub.repository(), Map.of("WEIR_BUILD", "never"), LIMIT);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
