package io.weir.local.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the messages of a run.
 *
 * @param sent handed to the devices' connections
 * @param acknowledged of those: the hub said that it has them
 * @param arrived of those sent: they came out of every endpoint that the rules name for them
 * @param routed by endpoint: how many different messages came out of it
 * @param lost acknowledged, and missing from an endpoint that the rules name for them
 * @param duplicated copies beyond the first, all endpoints together
 * @param misrouted came out of an endpoint that the rules do not name for them
 * @param lostExamples ids of some that are lost
 */
public record Summary(
    long sent,
    long acknowledged,
    long arrived,
    Map<String, Long> routed,
    long lost,
    long duplicated,
    long misrouted,
    List<String> lostExamples) {
  public Summary {
    routed = Map.copyOf(new TreeMap<>(routed));
    lostExamples = List.copyOf(lostExamples);
  }

  /** Never acknowledged: such a message may have arrived or not, and its device knows. */
  public long unacknowledged() {
    return sent - acknowledged;
  }

  /**
   * Messages were acknowledged, none of them is missing, and none came out where it should not. A
   * run in which nothing was acknowledged has shown nothing.
   */
  public boolean good() {
    return acknowledged > 0 && lost == 0 && misrouted == 0;
  }
}
