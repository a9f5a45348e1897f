package io.weir.dsl;

import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import java.util.List;

/** The planned form of a rule set: decides where messages go. Immutable and thread-safe. */
public final class Router {

  private static final Routing TO_EVENTS =
      new Routing(List.of(EventsEndpoint.INSTANCE), false, List.of());
  private static final Routing TO_FALLBACK =
      new Routing(List.of(EventsEndpoint.INSTANCE), true, List.of());
  private static final Routing NOWHERE = new Routing(List.of(), false, List.of());

  private final RuleSet ruleSet;

  private Router(RuleSet ruleSet) {
    this.ruleSet = ruleSet;
  }

  /** Plans a rule set. */
  public static Router of(RuleSet ruleSet) {
    return new Router(ruleSet);
  }

  /** Decides about one message. Never throws for what a message holds. */
  public Routing route(Message message) {
    if (ruleSet.routes().isEmpty()) {
      return TO_EVENTS;
    }
    boolean fallback = ruleSet.fallback() && message.source() == MessageSource.DEVICE_MESSAGES;
    return fallback ? TO_FALLBACK : NOWHERE;
  }
}
