package io.weir.dsl.endpoint;

import java.util.List;

/** A kind of endpoint that rule files declare. */
interface EndpointKind {

  /** As rule files write it. */
  String word();

  /** The names of its options. */
  List<String> options();

  /**
   * The endpoint with these options. Its problems are reported to {@link Options}; what it is then
   * does not matter, and it may throw {@link Options.Unusable}.
   */
  Endpoint read(String name, Options options) throws Options.Unusable;
}
