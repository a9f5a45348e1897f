package io.weir.dsl.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kafka { topic, delivery, bootstrap, secret }}. */
final class KafkaKind implements EndpointKind {

  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_SERVERS = 32;

  private final Optional<String> ownTopics;

  /**
   * @param ownTopics how the names of topics begin that no endpoint may have
   */
  KafkaKind(Optional<String> ownTopics) {
    this.ownTopics = ownTopics;
  }

  @Override
  public String word() {
    return "kafka";
  }

  @Override
  public List<String> options() {
    return List.of("topic", "delivery", "bootstrap", "secret");
  }

  @Override
  public Endpoint read(String name, Options options) throws Options.Unusable {
    Delivery delivery =
        options.choice(
            "delivery",
            Arrays.stream(Delivery.values()).map(Delivery::wireName).toList(),
            Delivery::named,
            Delivery.AT_LEAST_ONCE);
    Optional<String> bootstrap =
        options.text("bootstrap", "kafka.example.com:9092", KafkaKind::serversProblem);
    Optional<String> secret = options.secret();
    if (options.has("secret") && !options.has("bootstrap")) {
      options.refuse(
          "secret", "the hub's own Kafka needs no secret (expected: bootstrap = '...' beside it)");
    }
    String topic = options.required("topic", "alerts", this::topicProblem);
    return new KafkaEndpoint(name, topic, delivery, bootstrap, secret);
  }

  /** Also on another cluster: nothing keeps its servers from being the hub's own. */
  private Optional<String> topicProblem(String topic) {
    return TopicNames.problem(topic)
        .or(
            () ->
                ownTopics
                    .filter(topic::startsWith)
                    .map(
                        own ->
                            "a name that does not begin with '" + own + "', as the hub's own do"));
  }

  private static Optional<String> serversProblem(String servers) {
    String[] each = servers.split(",", -1);
    return each.length <= MAX_SERVERS && Arrays.stream(each).allMatch(KafkaKind::isServer)
        ? Optional.empty()
        : Optional.of("1 to " + MAX_SERVERS + " servers as HOST:PORT, with a comma between");
  }

  private static boolean isServer(String server) {
    Matcher matcher = SERVER.matcher(server);
    if (!matcher.matches()) {
      return false;
    }
    int port = Integer.parseInt(matcher.group(1));
    return port >= 1 && port <= MAX_PORT;
  }
}
