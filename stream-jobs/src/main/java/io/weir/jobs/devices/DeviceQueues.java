package io.weir.jobs.devices;

import io.weir.device.state.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The order of writes and effects (docs/architecture.md, "The log's rules" 3): a FIFO for each
 * device. While a device's rows are being written, what it decides next waits; then all that waits
 * is written at once, of each row only its last change. Effects leave in the order of the
 * decisions, after the rows of their decision are durable. Devices do not wait for each other.
 *
 * <p>Pure and single-threaded: it says what to write and what to send, and is told what is durable.
 *
 * @param <E> an effect
 */
final class DeviceQueues<E> {

  /**
   * One row to write.
   *
   * @param position of the decision whose change it is
   */
  record RowWrite(RowChange change, long position) {}

  /** Rows of one device that are to be written together; none waits for another. */
  record Batch(String key, List<RowWrite> writes) {
    Batch {
      writes = List.copyOf(writes);
    }
  }

  private record Decided<E>(long position, List<RowChange> rows, List<E> effects, long weight) {}

  /** A device with a write in flight. */
  private static final class Lane<E> {
    private List<Decided<E>> inFlight;
    private List<Decided<E>> waiting = new ArrayList<>();

    Lane(List<Decided<E>> inFlight) {
      this.inFlight = inFlight;
    }
  }

  private final Consumer<Batch> writer;
  private final Consumer<E> sender;
  private final Map<String, Lane<E>> lanes = new HashMap<>();
  private int size;
  private long weight;

  /**
   * Makes empty queues.
   *
   * @param writer starts writing; calls {@link #durable} later, never from within
   * @param sender sends an effect
   */
  DeviceQueues(Consumer<Batch> writer, Consumer<E> sender) {
    this.writer = writer;
    this.sender = sender;
  }

  /**
   * Takes a decision; positions of one key increase.
   *
   * @param added about how many bytes its rows take while they wait
   */
  void add(String key, long position, List<RowChange> rows, List<E> effects, long added) {
    Lane<E> lane = lanes.get(key);
    if (lane == null && rows.isEmpty()) {
      effects.forEach(sender);
      return;
    }
    Decided<E> decided = new Decided<>(position, rows, effects, added);
    size++;
    weight += added;
    if (lane == null) {
      List<Decided<E>> batch = List.of(decided);
      lanes.put(key, new Lane<>(batch));
      writer.accept(new Batch(key, writes(batch)));
    } else {
      lane.waiting.add(decided);
    }
  }

  /** The device's batch is durable: its effects leave, and what waited is written next. */
  void durable(String key) {
    Lane<E> lane = lanes.get(key);
    if (lane == null) {
      throw new IllegalStateException("key: " + key + " (expected: one with a write in flight)");
    }
    send(lane.inFlight);
    List<Decided<E>> next = lane.waiting;
    List<RowWrite> writes = writes(next);
    if (writes.isEmpty()) {
      lanes.remove(key);
      send(next);
      return;
    }
    lane.inFlight = next;
    lane.waiting = new ArrayList<>();
    writer.accept(new Batch(key, writes));
  }

  /** How many decisions have not been sent yet. */
  int size() {
    return size;
  }

  /** The weight of those. */
  long weight() {
    return weight;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private void send(List<Decided<E>> batch) {
    for (Decided<E> decided : batch) {
      size--;
      weight -= decided.weight;
      decided.effects.forEach(sender);
    }
  }

  /** The later change of a row wins, with its own position. */
  private static <E> List<RowWrite> writes(List<Decided<E>> batch) {
    Map<String, RowWrite> last = new LinkedHashMap<>();
    for (Decided<E> decided : batch) {
      for (RowChange row : decided.rows) {
        RowWrite earlier = last.get(row.row());
        RowChange merged = earlier == null ? row : row.after(earlier.change);
        last.put(row.row(), new RowWrite(merged, decided.position));
      }
    }
    return List.copyOf(last.values());
  }
}
