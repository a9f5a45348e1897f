package io.weir.local.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * A port that a hub listens on.
 *
 * @param what for people
 */
record Endpoint(String host, int port, String what) {
  /** All of a hub's. */
  static List<Endpoint> of(HubConfig hub) {
    Ports ports = hub.ports();
    String internal = hub.internalHost();
    return List.of(
        new Endpoint(internal, ports.kafka(), "Kafka"),
        new Endpoint(internal, ports.kafkaController(), "Kafka's controller"),
        new Endpoint(internal, ports.cassandra(), "Cassandra"),
        new Endpoint(internal, ports.cassandraStorage(), "Cassandra's storage"),
        new Endpoint(internal, ports.flinkRest(), "Flink's REST"),
        new Endpoint(internal, ports.flinkRpc(), "Flink's JobManager"),
        new Endpoint(internal, ports.flinkTaskManager(), "Flink's TaskManager"),
        new Endpoint(hub.host(), ports.mqtt(), "MQTT"),
        new Endpoint(hub.host(), ports.https(), "HTTPS"));
  }

  /** Those of {@code hub} that {@code other} does not have too. */
  static List<Endpoint> beside(HubConfig hub, HubConfig other) {
    List<Endpoint> own = new ArrayList<>(of(hub));
    own.removeAll(of(other));
    return List.copyOf(own);
  }
}
