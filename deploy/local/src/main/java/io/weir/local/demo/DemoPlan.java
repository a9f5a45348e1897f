package io.weir.local.demo;

/**
 * What the demo is to do.
 *
 * @param rate messages a second, all devices together
 * @param prefix how its device ids begin
 * @param rules the text that is added to the hub's rules
 */
public record DemoPlan(int devices, double rate, double seconds, String prefix, String rules) {
  /** A ledger of more than that does not fit into memory. */
  public static final double MAX_MESSAGES = 2_000_000;

  public DemoPlan {
    if (rate * seconds > MAX_MESSAGES) {
      throw new IllegalArgumentException(
          "rate x seconds: "
              + (long) (rate * seconds)
              + " messages (expected: at most "
              + (long) MAX_MESSAGES
              + ")");
    }
  }
}
