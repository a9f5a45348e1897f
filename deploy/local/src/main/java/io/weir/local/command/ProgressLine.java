package io.weir.local.command;

import io.weir.local.hub.HubState;
import io.weir.local.hub.Phase;
import io.weir.local.process.ComponentState;
import io.weir.local.process.ComponentStatus;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a start or stop while it goes on: one line that is drawn over on a terminal, one line for
 * each step elsewhere.
 */
public final class ProgressLine implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal = Boolean.getBoolean("weir.terminal");
  private final long begun = System.nanoTime();
  private final Set<String> told = new HashSet<>();
  private boolean drawn;

  public ProgressLine(PrintWriter err) {
    this.err = err;
  }

  public void show(HubState state) {
    if (terminal) {
      err.print(ERASE + line(state));
      err.flush();
      drawn = true;
    } else {
      tellChanges(state);
    }
  }

  /** Removes the line, so that what follows starts on an empty one. */
  public void clear() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
      drawn = false;
    }
  }

  @Override
  public void close() {
    clear();
  }

  private String line(HubState state) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%5.1f s", seconds()));
    for (ComponentStatus component : state.components()) {
      text.append("  ").append(mark(component.state())).append(' ').append(component.name());
    }
    if (state.phase() == Phase.STOPPING) {
      text.append("  stopping");
    }
    if (!state.activity().isEmpty()) {
      text.append("  ").append(state.activity());
    }
    return text.toString();
  }

  private static String mark(ComponentState state) {
    return switch (state) {
      case RUNNING -> "+";
      case STARTING, RESTARTING -> "~";
      case WAITING, STOPPED -> ".";
      case STOPPING -> "-";
      case FAILED, UNSUPERVISED -> "!";
    };
  }

  private void tellChanges(HubState state) {
    for (ComponentStatus component : state.components()) {
      boolean worthTelling =
          component.state() != ComponentState.WAITING
              && component.state() != ComponentState.STARTING;
      if (worthTelling) {
        tell(component.name() + " " + component.state().wireName());
      }
    }
    if (!state.activity().isEmpty()) {
      tell(state.activity());
    }
  }

  private void tell(String step) {
    if (told.add(step)) {
      err.printf(Locale.ROOT, "%5.1f s  %s%n", seconds(), step);
    }
  }

  private double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }
}
