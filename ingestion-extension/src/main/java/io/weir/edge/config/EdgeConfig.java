package io.weir.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.device.twin.TwinLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an edge node is told when it starts: the file named by {@code -Dweir.edge.config}.
 *
 * @param hub the hub's name, prefix of its topics
 * @param node this node's name, for people
 * @param hostNames the names by which clients address the hub; tokens are scoped to one of them
 * @param kafka bootstrap servers
 * @param policies the shared access policies (AUTH-07)
 * @param encryptionKey base64 of the 32 bytes that seal device keys
 * @param twinLimitsName {@code current} or {@code 2017} (TWIN-07); unset means current
 */
public record EdgeConfig(
    String hub,
    String node,
    List<String> hostNames,
    String kafka,
    CassandraConfig cassandra,
    HttpsConfig https,
    List<Policy> policies,
    String encryptionKey,
    @JsonProperty("twinLimits") String twinLimitsName) {

  private static final Map<String, TwinLimits> TWIN_LIMITS =
      Map.of("current", TwinLimits.CURRENT, "2017", TwinLimits.OF_2017);

  /** Where the store is; {@code contactPoints} are HOST:PORT. */
  public record CassandraConfig(List<String> contactPoints, String datacenter, String keyspace) {
    public CassandraConfig {
      contactPoints = Require.filled("cassandra.contactPoints", contactPoints);
      Require.text("cassandra.datacenter", datacenter);
      Require.text("cassandra.keyspace", keyspace);
    }
  }

  /** The HTTPS listener; the key store is PKCS12. */
  public record HttpsConfig(String bind, int port, String keyStore, String keyStorePassword) {
    public HttpsConfig {
      Require.text("https.bind", bind);
      Require.that(port >= 0 && port <= 65535, "https.port", Integer.toString(port), "0..65535");
      Require.text("https.keyStore", keyStore);
      Require.that(keyStorePassword != null, "https.keyStorePassword", "null", "a text");
    }

    @Override
    public String toString() {
      return "HttpsConfig[" + bind + ":" + port + ", keyStore=" + keyStore + "]";
    }
  }

  /** A shared access policy of the hub; either key opens the door. */
  public record Policy(String name, String primaryKey, String secondaryKey, Set<Right> rights) {
    public Policy {
      Require.text("policies.name", name);
      Require.base64("policies." + name + ".primaryKey", primaryKey);
      Require.base64("policies." + name + ".secondaryKey", secondaryKey);
      Require.that(rights != null, "policies." + name + ".rights", "null", "a list of rights");
      rights = Set.copyOf(rights);
    }

    @Override
    public String toString() {
      return "Policy[" + name + ", " + rights + "]";
    }
  }

  /** AUTH-08. */
  public enum Right {
    @JsonProperty("RegistryRead")
    REGISTRY_READ,
    @JsonProperty("RegistryWrite")
    REGISTRY_WRITE,
    @JsonProperty("ServiceConnect")
    SERVICE_CONNECT,
    @JsonProperty("DeviceConnect")
    DEVICE_CONNECT
  }

  public EdgeConfig {
    Require.text("hub", hub);
    Require.text("node", node);
    hostNames = Require.filled("hostNames", hostNames);
    Require.text("kafka", kafka);
    Require.that(cassandra != null, "cassandra", "null", "an object");
    Require.that(https != null, "https", "null", "an object");
    policies = Require.filled("policies", policies);
    Require.base64("encryptionKey", encryptionKey);
    twinLimitsName = twinLimitsName == null ? "current" : twinLimitsName;
    Require.that(
        TWIN_LIMITS.containsKey(twinLimitsName), "twinLimits", twinLimitsName, "current or 2017");
    int length = Base64.getDecoder().decode(encryptionKey).length;
    Require.that(length == 32, "encryptionKey", length + " bytes", "32 bytes");
  }

  /**
   * Reads and checks a configuration file.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it does not say what is needed; the message shows no
   *     secret
   */
  public static EdgeConfig read(Path file) throws IOException {
    return parse(Files.readString(file), file.toString());
  }

  static EdgeConfig parse(String json, String name) {
    try {
      return JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readValue(json, EdgeConfig.class);
    } catch (JacksonException e) {
      Throwable cause = e.getCause();
      String problem =
          cause instanceof IllegalArgumentException
              ? cause.getMessage()
              : e.getOriginalMessage() + " at " + position(e);
      throw new IllegalArgumentException(name + ": " + problem);
    }
  }

  private static String position(JacksonException e) {
    return e.getLocation() == null
        ? "an unknown place"
        : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** The limits of twins in force. */
  public TwinLimits twinLimits() {
    return TWIN_LIMITS.get(twinLimitsName);
  }

  /** The 32 bytes. */
  public byte[] encryptionKeyBytes() {
    return Base64.getDecoder().decode(encryptionKey);
  }

  @Override
  public String toString() {
    return "EdgeConfig[hub="
        + hub
        + ", node="
        + node
        + ", hostNames="
        + hostNames
        + ", kafka="
        + kafka
        + ", "
        + cassandra
        + ", "
        + https
        + ", "
        + policies
        + "]";
  }
}
