package io.weir.device.state;

import io.weir.device.codec.Codecs;
import io.weir.device.state.Fleet.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The one writer reading a fleet's log. */
final class FleetReplay {

  private final Map<String, InMemoryDevice> devices = new TreeMap<>();

  FleetReplay() {}

  /** As a snapshot brings it back. */
  FleetReplay restored() {
    FleetReplay restored = new FleetReplay();
    devices.forEach((id, device) -> restored.devices.put(id, device.restored()));
    return restored;
  }

  /** As it is made of rows when the state is lost. */
  static FleetReplay rebuilt(Cells cells, List<Entry> log) {
    FleetReplay rebuilt = new FleetReplay();
    log.forEach(entry -> rebuilt.devices.computeIfAbsent(entry.deviceId(), cells::rebuilt));
    return rebuilt;
  }

  /** As the log's codec brings it back. */
  static Entry reread(Entry entry) {
    return new Entry(
        entry.deviceId(),
        Codecs.COMMAND.decode(Codecs.COMMAND.encode(entry.envelope())),
        entry.position(),
        entry.logTime());
  }

  DeviceDecision decide(Entry entry) {
    return device(entry)
        .decide(entry.deviceId(), entry.envelope(), entry.position(), entry.logTime());
  }

  List<DeviceDecision> decide(List<Entry> log) {
    return log.stream().map(this::decide).toList();
  }

  InMemoryDevice device(Entry entry) {
    return devices.computeIfAbsent(entry.deviceId(), id -> new InMemoryDevice());
  }

  /** The device as it is now, whatever is decided later. */
  InMemoryDevice copy(Entry entry) {
    return new InMemoryDevice(device(entry));
  }

  /** Whom the command is about. */
  DeviceState head(Entry entry) {
    return device(entry).head(entry.key().moduleId());
  }

  Map<String, InMemoryDevice> devices() {
    return devices;
  }
}
