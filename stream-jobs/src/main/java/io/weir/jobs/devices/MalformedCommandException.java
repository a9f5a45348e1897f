package io.weir.jobs.devices;

/** A record of {@code device-commands} that cannot be decided. */
final class MalformedCommandException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedCommandException(String message) {
    super(message);
  }

  MalformedCommandException(RuntimeException cause) {
    super("The record is not a command that can be decided.", cause);
  }
}
