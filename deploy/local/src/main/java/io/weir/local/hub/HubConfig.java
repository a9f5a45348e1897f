package io.weir.local.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.weir.device.twin.IndexedPaths;
import io.weir.local.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a local hub is: its name, address, ports, shared access policies and the key that encrypts
 * device keys at rest. Kept in {@code hub.json} of the data directory, readable by its owner alone.
 *
 * @param hub the hub's name: prefix of its topics and name of its keyspace
 * @param host the address that the edge binds and that connection strings name
 * @param internalHost the IP address that Kafka, Cassandra and Flink bind: {@code host} when that
 *     is a loopback address, otherwise 127.0.0.1, since none of them asks who is calling
 * @param hostNames every name that the certificate covers and that tokens may name, {@code host}
 *     first
 * @param encryptionKey base64 of 32 random bytes
 * @param epoch microseconds since 1970 at which this hub was made; its identity
 * @param twins what its twins may hold, and what of them is indexed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HubConfig(
    String hub,
    String host,
    String internalHost,
    List<String> hostNames,
    Ports ports,
    List<Policy> policies,
    String encryptionKey,
    long epoch,
    TwinSettings twins) {

  public HubConfig {
    twins = twins == null ? TwinSettings.DEFAULT : twins;
    hostNames = List.copyOf(hostNames);
    policies = List.copyOf(policies);
  }

  /** The name that a new hub gets. */
  public static final String DEFAULT_NAME = "weir";

  /**
   * A new hub named {@link #DEFAULT_NAME} at {@code host}, with fresh keys and {@link
   * Ports#DEFAULT}.
   */
  public static HubConfig create(String host, long nowMicros) {
    return new HubConfig(
        DEFAULT_NAME,
        host,
        internalHostOf(host),
        namesOf(host),
        Ports.DEFAULT,
        Policy.ofNewHub(),
        Policy.newKey(),
        nowMicros,
        TwinSettings.DEFAULT);
  }

  /** The same hub at another address; keys and data stay. */
  public HubConfig at(String newHost, Ports newPorts) {
    return new HubConfig(
        hub,
        newHost,
        internalHostOf(newHost),
        namesOf(newHost),
        newPorts,
        policies,
        encryptionKey,
        epoch,
        twins);
  }

  /** The same hub with other settings of its twins. */
  public HubConfig with(TwinSettings newTwins) {
    return new HubConfig(
        hub, host, internalHost, hostNames, ports, policies, encryptionKey, epoch, newTwins);
  }

  /** Which paths of twins are indexed. */
  public IndexedPaths indexedPaths() {
    return twins.indexedPaths();
  }

  private static String internalHostOf(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() ? address.getHostAddress() : "127.0.0.1";
    } catch (UnknownHostException e) {
      throw new CommandFailure(
          "--host " + host + " is not known (expected: a name or an IP address of this machine)",
          e);
    }
  }

  /** Kafka's bootstrap address. */
  public String kafkaAddress() {
    return internalHost + ":" + ports.kafka();
  }

  /** Cassandra's contact point. */
  public String cassandraAddress() {
    return internalHost + ":" + ports.cassandra();
  }

  private static List<String> namesOf(String host) {
    Set<String> names = new LinkedHashSet<>(List.of(host, "localhost", "127.0.0.1"));
    return List.copyOf(names);
  }

  /** The policy of that name, or empty. */
  public Optional<Policy> policy(String name) {
    return policies.stream().filter(policy -> policy.name().equals(name)).findFirst();
  }

  /** The line that service SDKs take, with the policy's primary key. */
  public String connectionString(String policyName) {
    Policy policy =
        policy(policyName)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "policy: "
                            + policyName
                            + " (expected: one of "
                            + String.join(", ", policies.stream().map(Policy::name).toList())
                            + ")"));
    return new ConnectionString(host, policy.name(), policy.primaryKey()).text();
  }

  /**
   * Reads {@code hub.json}.
   *
   * @throws CommandFailure when there is none, or it cannot be read
   */
  public static HubConfig load(DataDirectory data) {
    return find(data)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "there is no hub in " + data.root() + "; `weir up` makes and starts one"));
  }

  /** Reads {@code hub.json}; empty when there is none. */
  public static Optional<HubConfig> find(DataDirectory data) {
    try {
      return PrivateFiles.read(data.hubFile(), HubConfig.class);
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot read " + data.hubFile() + " (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  /** Writes {@code hub.json} atomically with mode 0600. */
  public void save(DataDirectory data) {
    Path file = data.hubFile();
    try {
      PrivateFiles.write(file, this);
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + file + " (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  /** Without keys, which must not reach a log. */
  @Override
  public String toString() {
    return "HubConfig[hub=" + hub + ", host=" + host + ", ports=" + ports + "]";
  }
}
