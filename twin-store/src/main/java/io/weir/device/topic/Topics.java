package io.weir.device.topic;

import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The hub's own topics. Their owners, keys, partitions and retention stand in one table in {@code
 * docs/architecture.md}.
 *
 * @param hub the hub's name, every topic's prefix
 */
public record Topics(String hub) {

  /** The key of the rule set in force on {@link #rules}. */
  public static final String RULES_IN_FORCE = "default";

  /** The key of the rule set beside it; a record without a value says that there is none. */
  public static final String SHADOW_RULES = "shadow";

  /** The key on {@link #rules} of the devices whose messages are explained. */
  public static final String RECORDINGS = "recordings";

  public Topics {
    Objects.requireNonNull(hub, "hub");
  }

  public String telemetry() {
    return hub + ".telemetry";
  }

  public String deviceCommands() {
    return hub + ".device-commands";
  }

  public String deviceEvents() {
    return hub + ".device-events";
  }

  public String identityChanges() {
    return hub + ".identity-changes";
  }

  public String edge() {
    return hub + ".edge";
  }

  public String rules() {
    return hub + ".rules";
  }

  public String operations() {
    return hub + ".operations";
  }

  /** The built-in endpoint. */
  public String messagesEvents() {
    return hub + ".messages.events";
  }

  /**
   * Where messages wait for the endpoint's sender (docs/architecture.md, "The log's rules" 14). An
   * endpoint's name is the same in any case; its topics' names are in lower case.
   */
  public String outbox(String endpoint) {
    return hub + ".outbox." + endpoint.toLowerCase(Locale.ROOT);
  }

  /** Where messages go that the endpoint cannot take. */
  public String deadLetters(String endpoint) {
    return hub + ".dead-letters." + endpoint.toLowerCase(Locale.ROOT);
  }

  /** Where the routing job writes the endpoint's messages; empty for what keeps none. */
  public Optional<String> written(Endpoint endpoint) {
    if (endpoint instanceof DropEndpoint) {
      return Optional.empty();
    }
    if (endpoint instanceof EventsEndpoint) {
      return Optional.of(messagesEvents());
    }
    if (endpoint instanceof KafkaEndpoint kafka && kafka.isDirect()) {
      return Optional.of(kafka.topic());
    }
    return Optional.of(outbox(endpoint.name()));
  }

  /** Whether the endpoint has a sender that is fed from an outbox. */
  public boolean hasOutbox(Endpoint endpoint) {
    return written(endpoint).filter(outbox(endpoint.name())::equals).isPresent();
  }

  /** The topics of the hub's own Kafka that a declared endpoint needs. */
  public Set<String> neededBy(Endpoint endpoint) {
    Set<String> needed = new LinkedHashSet<>();
    written(endpoint).ifPresent(needed::add);
    if (hasOutbox(endpoint)) {
      needed.add(deadLetters(endpoint.name()));
    }
    if (endpoint instanceof KafkaEndpoint kafka && kafka.isLocal()) {
      needed.add(kafka.topic());
    }
    return needed;
  }

  /** How the names of the hub's own topics begin: no rule may write to one. */
  public String prefix() {
    return hub + ".";
  }
}
