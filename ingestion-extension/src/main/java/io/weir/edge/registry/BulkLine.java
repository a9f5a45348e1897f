package io.weir.edge.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.command.ImportMode;
import io.weir.device.identity.TwinKey;
import io.weir.edge.node.HubException;

/** One line of a bulk request (REG-05). */
public sealed interface BulkLine {

  /** Whom it is about. */
  TwinKey key();

  /** What it would do, as the result names it (REG-06). */
  String operation();

  /**
   * What is to be written.
   *
   * @throws HubException when that cannot be understood
   */
  Write orThrow();

  /**
   * A line that says what is to be written.
   *
   * @param etag of the identity, unquoted; null when the line names none
   * @param twinEtag likewise of the twin
   * @param tags null leaves them alone, a JSON null empties them
   * @param desired likewise
   */
  record Write(
      TwinKey key,
      ImportMode mode,
      DeviceDescription description,
      String etag,
      String twinEtag,
      JsonNode tags,
      JsonNode desired)
      implements BulkLine {

    @Override
    public String operation() {
      return mode.wireName();
    }

    @Override
    public Write orThrow() {
      return this;
    }
  }

  /** A line that cannot be understood: it fails, and the others are written. */
  record Malformed(TwinKey key, String operation, HubException refusal) implements BulkLine {

    @Override
    public Write orThrow() {
      throw refusal;
    }
  }
}
