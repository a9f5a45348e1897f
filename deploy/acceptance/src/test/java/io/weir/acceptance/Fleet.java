package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** Devices that send all the time, and the account of what became of their messages. */
final class Fleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Hub hub;
  private final List<FleetDevice> devices;

  private Fleet(Hub hub, List<FleetDevice> devices) {
    this.hub = hub;
    this.devices = devices;
  }

  /** Creates devices and lets them send. */
  static Fleet start(Hub hub, String name, int size) {
    ServiceApi service = new ServiceApi(hub);
    SSLContext tls = Trust.inHub(hub);
    List<FleetDevice> devices = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      devices.add(new FleetDevice(hub, tls, service.createDevice(name + "-" + i)));
    }
    devices.forEach(FleetDevice::start);
    return new Fleet(hub, List.copyOf(devices));
  }

  long acknowledged() {
    return devices.stream().mapToLong(FleetDevice::acknowledged).sum();
  }

  int inFlight() {
    return devices.stream().mapToInt(FleetDevice::inFlight).sum();
  }

  /** Waits until every device has that many more messages acknowledged than now. */
  void awaitProgress(int messages) {
    Map<FleetDevice, Long> before = new java.util.HashMap<>();
    devices.forEach(device -> before.put(device, device.acknowledged()));
    Awaitility.await("every device has " + messages + " more messages acknowledged")
        .atMost(PATIENCE)
        .until(
            () ->
                devices.stream()
                    .allMatch(device -> device.acknowledged() >= before.get(device) + messages));
  }

  /** Ends the sending and waits for the last acknowledgements: messages by device. */
  Map<String, Long> finish() throws InterruptedException {
    devices.forEach(FleetDevice::finish);
    Map<String, Long> sent = new TreeMap<>();
    for (FleetDevice device : devices) {
      sent.put(device.id(), device.awaitEnd(PATIENCE));
    }
    return sent;
  }

  /**
   * Asserts that the topic has every message of every device, in the device's order; repeats are
   * allowed.
   */
  void assertComplete(Map<String, Long> sent, String topic) {
    Map<String, List<Long>> arrived;
    try (EventLog log = EventLog.of(hub, topic)) {
      arrived = log.sequences(sent.keySet(), sequences -> isComplete(sent, sequences), PATIENCE);
    }
    sent.forEach(
        (device, count) ->
            assertThat(firstOccurrences(arrived.getOrDefault(device, List.of())))
                .as("%s in %s", device, topic)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList()));
  }

  /**
   * Asserts that committed reads of the topic have what was acknowledged up to now, each message
   * once and in its device's order. The devices go on sending.
   */
  void assertOnce(String topic) {
    Map<String, Long> acknowledged = new TreeMap<>();
    devices.forEach(device -> acknowledged.put(device.id(), device.acknowledged()));
    Map<String, List<Long>> arrived;
    try (EventLog log = EventLog.committed(hub, topic)) {
      arrived =
          log.sequences(
              acknowledged.keySet(), sequences -> isComplete(acknowledged, sequences), PATIENCE);
    }
    acknowledged.forEach(
        (device, count) -> {
          List<Long> sequences = arrived.getOrDefault(device, List.of());
          assertThat(sequences)
              .as("%s in %s", device, topic)
              .hasSizeGreaterThanOrEqualTo(count.intValue())
              .containsExactlyElementsOf(
                  LongStream.rangeClosed(1, sequences.size()).boxed().toList());
        });
  }

  private static boolean isComplete(Map<String, Long> sent, Map<String, List<Long>> arrived) {
    return sent.entrySet().stream()
        .allMatch(
            entry -> {
              Set<Long> seen = new HashSet<>(arrived.getOrDefault(entry.getKey(), List.of()));
              return seen.size() >= entry.getValue();
            });
  }

  private static List<Long> firstOccurrences(List<Long> sequences) {
    return List.copyOf(new LinkedHashSet<>(sequences));
  }

  @Override
  public void close() {
    devices.forEach(FleetDevice::abandon);
  }
}
