package io.weir.edge.operations;

/**
 * What operators want to know of refused and failed operations, on the topic {@code operations}
 * (OPS-01..03, OPS-05). Never blocks its caller and never throws.
 */
public interface OperationsLog {

  void record(OperationRecord entry);
}
