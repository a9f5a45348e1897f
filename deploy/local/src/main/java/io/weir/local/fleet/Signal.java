package io.weir.local.fleet;

/** What one device measures. Called by one thread at a time. */
@FunctionalInterface
public interface Signal {
  /** The next message of the device. */
  Payload next(long sequence);
}
