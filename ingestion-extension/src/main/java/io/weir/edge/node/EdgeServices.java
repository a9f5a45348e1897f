package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.store.DeviceTables;
import io.weir.device.topic.Topics;
import io.weir.edge.config.EdgeConfig;
import io.weir.edge.operations.OperationsLog;

/** What an open node offers to the protocol heads in its process. */
public interface EdgeServices {

  EdgeConfig config();

  Topics topics();

  CqlSession session();

  DeviceTables tables();

  NodeLease lease();

  CommandBus commands();

  OperationsLog operations();
}
