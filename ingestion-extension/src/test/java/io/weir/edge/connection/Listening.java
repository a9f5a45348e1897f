package io.weir.edge.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.device.twin.TwinJson;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A head's end of a connection that keeps what it is told. */
public final class Listening implements DeviceListener {
  private final Consumer<HubError> closer;
  private final List<String> told = new CopyOnWriteArrayList<>();

  public Listening(Consumer<HubError> closer) {
    this.closer = closer;
  }

  /** {@code VERSION JSON} of each change of desired properties. */
  public List<String> told() {
    return told;
  }

  @Override
  public void close(HubError reason) {
    closer.accept(reason);
  }

  @Override
  public void desiredChanged(long version, ObjectNode properties) {
    told.add(version + " " + TwinJson.text(properties));
  }
}
