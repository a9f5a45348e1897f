package io.weir.local.demo;

import java.io.PrintWriter;

/** Chooses how the demo is shown. */
public final class Screens {
  private Screens() {}

  /**
   * A screen.
   *
   * @param mayDraw whether a terminal, if this is one, may be drawn over
   * @param place the hub's name for people
   */
  public static Screen choose(PrintWriter out, boolean mayDraw, String place) {
    boolean terminal = mayDraw && Boolean.getBoolean("weir.terminal.out");
    return terminal ? new TerminalScreen(out, place) : new LineScreen(out);
  }
}
