package io.weir.dsl.endpoint;

/** The built-in endpoint {@code events}, which every rule set has without declaring it. */
public record EventsEndpoint() implements Endpoint {

  /** The name by which routes address it. */
  public static final String NAME = "events";

  /** The one value. */
  public static final EventsEndpoint INSTANCE = new EventsEndpoint();

  @Override
  public String name() {
    return NAME;
  }
}
