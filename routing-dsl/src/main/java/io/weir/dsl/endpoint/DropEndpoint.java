package io.weir.dsl.endpoint;

/**
 * The built-in endpoint {@code drop}, which keeps nothing: a message that a route sends there was
 * taken, so that it goes to no fallback.
 */
public record DropEndpoint() implements Endpoint {

  /** The name by which routes address it. */
  public static final String NAME = "drop";

  /** The one value. */
  public static final DropEndpoint INSTANCE = new DropEndpoint();

  @Override
  public String name() {
    return NAME;
  }
}
