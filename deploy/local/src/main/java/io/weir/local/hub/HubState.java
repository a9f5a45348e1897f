package io.weir.local.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.weir.local.process.ComponentStatus;
import io.weir.local.process.ProcessIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What runs, as the supervisor last wrote it to {@code state.json}.
 *
 * @param build identifies the jars that run; another build's hub is restarted by {@code up}
 * @param supervisorStartedAtMillis tells the supervisor from a later process of the same pid
 * @param activity what the start waits for, for people; empty when nothing
 * @param error why the hub failed, one sentence; empty when it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HubState(
    Phase phase,
    String build,
    long supervisorPid,
    long supervisorStartedAtMillis,
    String activity,
    String error,
    List<ComponentStatus> components) {
  public HubState {
    components = List.copyOf(components);
  }

  /** The supervisor's process, if it still lives. */
  public Optional<ProcessHandle> supervisor() {
    return new ProcessIdentity(supervisorPid, supervisorStartedAtMillis).alive();
  }

  /** The state in that data directory; empty when no hub ever ran there or the file is damaged. */
  public static Optional<HubState> find(DataDirectory data) {
    try {
      return PrivateFiles.read(data.stateFile(), HubState.class);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Replaces {@code state.json}. */
  public void save(DataDirectory data) throws IOException {
    PrivateFiles.write(data.stateFile(), this);
  }
}
