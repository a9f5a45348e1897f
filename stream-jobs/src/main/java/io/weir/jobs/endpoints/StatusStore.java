package io.weir.jobs.endpoints;

import io.weir.device.endpoint.EndpointStatus;
import java.util.Optional;

/** Where the statuses of endpoints are kept. Used by one thread; any call may fail. */
interface StatusStore extends AutoCloseable {

  /** What was written last. */
  Optional<EndpointStatus> read(String name);

  void write(EndpointStatus status);

  @Override
  void close();
}
