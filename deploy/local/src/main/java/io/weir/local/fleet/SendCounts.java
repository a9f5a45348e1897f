package io.weir.local.fleet;

import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of the fleet's messages on its way to another listener. */
final class SendCounts implements FleetListener {
  private final FleetListener next;
  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder failed = new LongAdder();

  SendCounts(FleetListener next) {
    this.next = next;
  }

  @Override
  public void sending(FleetMessage message) {
    sent.increment();
    next.sending(message);
  }

  @Override
  public void acknowledged(FleetMessage message) {
    acknowledged.increment();
    next.acknowledged(message);
  }

  @Override
  public void failed(FleetMessage message) {
    failed.increment();
    next.failed(message);
  }

  long sent() {
    return sent.sum();
  }

  long acknowledged() {
    return acknowledged.sum();
  }

  /** Given up by the device. */
  long failed() {
    return failed.sum();
  }
}
