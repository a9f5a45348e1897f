package io.weir.local.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubConfigTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("AUTH-07: a new hub has the five policies, each key 32 random bytes of its own")
  void policiesOfNewHub() {
    HubConfig hub = HubConfig.create("127.0.0.1", 1);

    assertThat(hub.policies().stream().map(Policy::name))
        .containsExactly("iothubowner", "service", "device", "registryRead", "registryReadWrite");
    assertThat(hub.policy("iothubowner").orElseThrow().rights())
        .containsExactly("RegistryRead", "RegistryWrite", "ServiceConnect", "DeviceConnect");
    assertThat(hub.policy("registryReadWrite").orElseThrow().rights())
        .containsExactly("RegistryRead", "RegistryWrite");
    Set<String> keys = new HashSet<>();
    for (Policy policy : hub.policies()) {
      keys.add(policy.primaryKey());
      keys.add(policy.secondaryKey());
    }
    assertThat(keys).hasSize(10);
    assertThat(keys).allSatisfy(key -> assertThat(Base64.getDecoder().decode(key)).hasSize(32));
  }

  @Test
  @DisplayName("hub.json: what is saved is loaded again, and only its owner may read it")
  void roundTrip() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    HubConfig hub = HubConfig.create("127.0.0.5", 1_700_000_000_000_000L);

    hub.save(data);

    assertThat(HubConfig.load(data)).isEqualTo(hub);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.hubFile())))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("keys never reach a log: no toString holds one")
  void secretsStayOutOfText() {
    HubConfig hub = HubConfig.create("127.0.0.1", 1);
    Policy owner = hub.policy(Policy.OWNER).orElseThrow();
    ConnectionString line = ConnectionString.parse(hub.connectionString(Policy.OWNER));

    assertThat(hub.toString() + hub.policies() + line)
        .doesNotContain(owner.primaryKey())
        .doesNotContain(hub.encryptionKey());
    assertThat(line.key()).isEqualTo(owner.primaryKey());
  }

  @Test
  @DisplayName("only a loopback host is shared by Kafka, Cassandra and Flink")
  void internalHost() {
    assertThat(HubConfig.create("127.0.0.5", 1).internalHost()).isEqualTo("127.0.0.5");
    assertThat(HubConfig.create("192.0.2.7", 1).internalHost()).isEqualTo("127.0.0.1");
  }

  @Test
  @DisplayName("HTTPS: 443 when this user may bind it, otherwise 8443, and back; or its own port")
  void unprivileged() {
    Ports fallback = Ports.DEFAULT.forUser(false);
    assertThat(fallback.https()).isEqualTo(8443);
    assertThat(fallback.mqtt()).isEqualTo(8883);
    assertThat(fallback.forUser(true)).isEqualTo(Ports.DEFAULT);
    assertThat(Ports.DEFAULT.withHttps(9443).forUser(false).https()).isEqualTo(9443);
  }

  @Test
  @DisplayName("no hub, an unknown policy and a damaged file are one sentence each")
  void sentences() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    assertThatThrownBy(() -> HubConfig.load(data))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("weir up");
    assertThatThrownBy(() -> HubConfig.create("127.0.0.1", 1).connectionString("nobody"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nobody (expected: one of iothubowner");
    Files.writeString(data.hubFile(), "{");
    assertThatThrownBy(() -> HubConfig.load(data))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("not valid");
  }

  @Test
  @DisplayName("a connection string's key may contain '='; a missing part is named")
  void connectionString() {
    ConnectionString line =
        ConnectionString.parse("hostname=h;SharedAccessKeyName=p;SharedAccessKey=a=b==");
    assertThat(line.key()).isEqualTo("a=b==");
    assertThatThrownBy(() -> ConnectionString.parse("HostName=h;SharedAccessKey=k"))
        .hasMessageContaining("SharedAccessKeyName");
  }
}
