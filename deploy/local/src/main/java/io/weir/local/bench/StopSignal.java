package io.weir.local.bench;

/** Says when to stop; asked after each acknowledgement, so it must be cheap. */
@FunctionalInterface
interface StopSignal {
  boolean stopped();
}
