package io.weir.edge.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.command.ImportMode;
import io.weir.device.identity.TwinKey;

/**
 * One line of a bulk request (REG-05).
 *
 * @param etag of the identity, unquoted; null when the line names none
 * @param twinEtag likewise of the twin
 * @param tags null leaves them alone, a JSON null empties them
 * @param desired likewise
 */
public record BulkLine(
    TwinKey key,
    ImportMode mode,
    DeviceDescription description,
    String etag,
    String twinEtag,
    JsonNode tags,
    JsonNode desired) {}
