package io.weir.local.components;

import io.weir.local.hub.HubConfig;
import io.weir.local.hub.Policy;
import io.weir.local.tls.ServerKeyStore;
import java.util.List;

/** The extension's configuration, {@code edge.json}, as it stands in the file; mode 0600. */
record EdgeConfig(
    String hub,
    String node,
    List<String> hostNames,
    String kafka,
    CassandraSection cassandra,
    HttpsSection https,
    List<Policy> policies,
    String encryptionKey,
    String twinLimits) {

  record CassandraSection(List<String> contactPoints, String datacenter, String keyspace) {}

  record HttpsSection(String bind, int port, String keyStore, String keyStorePassword) {
    @Override
    public String toString() {
      return "HttpsSection[" + bind + ":" + port + "]";
    }
  }

  static EdgeConfig of(HubConfig hub, String node, ServerKeyStore keyStore) {
    return new EdgeConfig(
        hub.hub(),
        node,
        hub.hostNames(),
        hub.kafkaAddress(),
        new CassandraSection(
            List.of(hub.cassandraAddress()), CassandraComponent.DATACENTER, hub.hub()),
        new HttpsSection(
            hub.host(), hub.ports().https(), keyStore.file().toString(), keyStore.password()),
        hub.policies(),
        hub.encryptionKey(),
        hub.twins().limits());
  }

  /** Without keys, which must not reach a log. */
  @Override
  public String toString() {
    return "EdgeConfig[hub=" + hub + ", node=" + node + "]";
  }
}
