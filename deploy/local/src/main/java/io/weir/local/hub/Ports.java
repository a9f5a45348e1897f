package io.weir.local.hub;

/** The TCP ports of a local hub, all on the hub's address. */
public record Ports(
    int mqtt,
    int https,
    int kafka,
    int kafkaController,
    int cassandra,
    int cassandraStorage,
    int flinkRest,
    int flinkRpc,
    int flinkTaskManager) {
  /** What the SDKs insist on (wire id NET-01) and the platforms' usual ports. */
  public static final Ports DEFAULT =
      new Ports(8883, 443, 9092, 9093, 9042, 7000, 8081, 6123, 6122);

  /** Where HTTPS goes when an ordinary user may not bind 443. */
  public static final int UNPRIVILEGED_HTTPS = 8443;

  /**
   * The same for a user who may bind 443 or may not; HTTPS stays where its owner has put it.
   *
   * @param privileged true when this user may bind 443
   */
  Ports forUser(boolean privileged) {
    return https == DEFAULT.https() || https == UNPRIVILEGED_HTTPS
        ? withHttps(privileged ? DEFAULT.https() : UNPRIVILEGED_HTTPS)
        : this;
  }

  /** The same with HTTPS elsewhere. */
  public Ports withHttps(int port) {
    return new Ports(
        mqtt,
        port,
        kafka,
        kafkaController,
        cassandra,
        cassandraStorage,
        flinkRest,
        flinkRpc,
        flinkTaskManager);
  }
}
