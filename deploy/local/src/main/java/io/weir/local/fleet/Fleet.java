package io.weir.local.fleet;

import io.weir.local.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Many devices that connect, send at a common rate, and go. */
public final class Fleet implements AutoCloseable {
  private static final int CONNECTING_AT_ONCE = 32;
  private static final long CONNECT_SECONDS = 60;
  private static final long CLOSE_SECONDS = 10;
  private static final long PAUSE_MILLIS = 5;

  private final List<FleetDevice> devices;
  private final SendCounts counts;
  private final LongAdder heldBack = new LongAdder();

  /**
   * A fleet that is not connected yet.
   *
   * @param signals what the device of that number measures
   */
  public Fleet(
      MqttTarget target,
      List<DeviceCredentials> credentials,
      IntFunction<Signal> signals,
      FleetListener listener) {
    this.counts = new SendCounts(listener);
    List<FleetDevice> made = new ArrayList<>(credentials.size());
    for (DeviceCredentials device : credentials) {
      made.add(new FleetDevice(device, target, signals.apply(made.size()), counts));
    }
    devices = List.copyOf(made);
  }

  /**
   * Connects every device, some at a time, and waits for them.
   *
   * @throws CommandFailure when one has not connected within a minute
   */
  public void connect() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    Semaphore places = new Semaphore(CONNECTING_AT_ONCE);
    for (FleetDevice device : devices) {
      if (!places.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw tooSlow();
      }
      AtomicBoolean held = new AtomicBoolean(true);
      var unused =
          device
              .connect()
              .whenComplete(
                  (ok, problem) -> {
                    if (held.getAndSet(false)) {
                      places.release();
                    }
                  });
    }
    while (connected() < devices.size()) {
      if (System.nanoTime() - deadline > 0) {
        throw tooSlow();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private CommandFailure tooSlow() {
    String why =
        devices.stream()
            .filter(device -> !device.connected())
            .map(FleetDevice::lastProblem)
            .findFirst()
            .orElse("no answer");
    return new CommandFailure(
        connected()
            + " of "
            + devices.size()
            + " devices have connected within "
            + CONNECT_SECONDS
            + " s ("
            + why
            + ")");
  }

  /**
   * Sends {@code rate} messages a second, device after device, until the time is over or {@code
   * stop} says so. A device with too much unacknowledged is passed over; what that costs is counted
   * in {@link #heldBack}.
   */
  public void send(double rate, double seconds, BooleanSupplier stop) throws InterruptedException {
    long begun = System.nanoTime();
    long handled = 0;
    int next = 0;
    while (!stop.getAsBoolean()) {
      double elapsed = Math.min(seconds, (System.nanoTime() - begun) / 1e9);
      long due = (long) (rate * elapsed);
      int refused = 0;
      while (handled < due && refused < devices.size()) {
        if (devices.get(next).send()) {
          handled++;
          refused = 0;
        } else {
          refused++;
        }
        next = (next + 1) % devices.size();
      }
      if (handled < due) {
        // Everybody waits for the hub: what is due now is skipped, not piled up.
        heldBack.add(due - handled);
        handled = due;
      }
      if (elapsed >= seconds) {
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Waits until nothing is unacknowledged; false when the time is over first. */
  public boolean awaitAcknowledgements(long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (pending() > 0) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** How many devices are connected now. */
  public int connected() {
    return (int) devices.stream().filter(FleetDevice::connected).count();
  }

  /** How many messages are sent and not yet acknowledged. */
  public int pending() {
    return devices.stream().mapToInt(FleetDevice::pending).sum();
  }

  /** How many messages have been sent. */
  public long sent() {
    return counts.sent();
  }

  /** How many of them the hub has acknowledged. */
  public long acknowledged() {
    return counts.acknowledged();
  }

  /** How many were given up by their device. */
  public long failed() {
    return counts.failed();
  }

  /** How often devices have connected again. */
  public int reconnects() {
    return devices.stream().mapToInt(FleetDevice::reconnects).sum();
  }

  /** How many messages were not sent because the hub was slower than the rate. */
  public long heldBack() {
    return heldBack.sum();
  }

  @Override
  public void close() {
    CompletableFuture<?>[] closings =
        devices.stream().map(FleetDevice::close).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(closings).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A device that was not connected cannot disconnect: there is nothing left to do for it.
      return;
    }
  }
}
