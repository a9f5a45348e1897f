package io.weir.device.state;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How often a shadow's route and the live one of that name did not agree. Messages that are routed
 * again after a failure may count again.
 *
 * @param route its name; {@link #FALLBACK} is the fallback
 * @param gained messages that the shadow's route takes and the live one does not
 * @param lost messages that the live route takes and the shadow's does not
 * @param samples some of those messages, each a JSON object
 */
public record ShadowCount(String route, long gained, long lost, List<String> samples) {

  /** No route can have that name. */
  public static final String FALLBACK = "$fallback";

  /** How many samples of a route are kept. */
  public static final int MAX_SAMPLES = 5;

  public ShadowCount {
    Objects.requireNonNull(route, "route");
    samples = samples.stream().limit(MAX_SAMPLES).toList();
  }

  /** What two counters of the same route saw, together. */
  public ShadowCount plus(ShadowCount other) {
    List<String> both = Stream.concat(samples.stream(), other.samples.stream()).toList();
    return new ShadowCount(route, gained + other.gained, lost + other.lost, both);
  }
}
