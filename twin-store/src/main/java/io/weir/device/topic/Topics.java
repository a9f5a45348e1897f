package io.weir.device.topic;

import java.util.Objects;

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

  /** How the names of the hub's own topics begin: no rule may write to one. */
  public String prefix() {
    return hub + ".";
  }
}
