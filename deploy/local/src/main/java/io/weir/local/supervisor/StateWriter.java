package io.weir.local.supervisor;

import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubState;
import io.weir.local.hub.Phase;
import io.weir.local.process.ComponentState;
import io.weir.local.process.ComponentStatus;
import io.weir.local.process.ProcessIdentity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what changes and writes it to {@code state.json} at once, whole. */
final class StateWriter {
  private static final Logger log = LoggerFactory.getLogger(StateWriter.class);

  private final DataDirectory data;
  private final String build;
  private final ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
  private final Map<String, ComponentStatus> components = new LinkedHashMap<>();
  private Phase phase = Phase.STARTING;
  private String activity = "";
  private String error = "";

  StateWriter(DataDirectory data, String build, List<String> names) {
    this.data = data;
    this.build = build;
    for (String name : names) {
      components.put(name, new ComponentStatus(name, ComponentState.WAITING, "", 0, 0, ""));
    }
  }

  synchronized void component(ComponentStatus status) {
    components.put(status.name(), status);
    write();
  }

  synchronized void phase(Phase next) {
    phase = next;
    activity = "";
    write();
  }

  synchronized void activity(String text) {
    activity = text;
    write();
  }

  synchronized void failed(String sentence) {
    phase = Phase.FAILED;
    error = sentence;
    write();
  }

  private void write() {
    HubState state =
        new HubState(
            phase,
            build,
            self.pid(),
            self.startedAtMillis(),
            activity,
            error,
            List.copyOf(components.values()));
    try {
      state.save(data);
    } catch (IOException e) {
      log.error("cannot write {}: {}", data.stateFile(), e.toString());
    }
  }
}
