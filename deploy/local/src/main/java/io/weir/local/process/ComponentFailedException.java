package io.weir.local.process;

/** A component that could not be started: which one, why, and where its log lies, in one line. */
public final class ComponentFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ComponentFailedException(Component component, String cause) {
    super(component.name() + " did not start: " + cause + " (log: " + component.logFile() + ")");
  }
}
