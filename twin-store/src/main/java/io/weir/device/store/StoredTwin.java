package io.weir.device.store;

import io.weir.device.identity.Identity;
import java.util.Set;

/**
 * A twin as a scan found it; parts that were not asked for are null.
 *
 * @param token where its device stands in the order of scans
 * @param tags JSON text
 * @param desired JSON text of the values
 * @param terms all index terms of the row
 */
public record StoredTwin(
    long token,
    Identity identity,
    long version,
    String tags,
    String desired,
    String desiredMetadata,
    long desiredVersion,
    String reported,
    String reportedMetadata,
    long reportedVersion,
    Set<String> terms) {

  /** All of it, when nothing was left out. */
  public TwinRow row() {
    return new TwinRow(
        identity,
        tags,
        version,
        new SectionTexts(desired, desiredMetadata, desiredVersion),
        new SectionTexts(reported, reportedMetadata, reportedVersion));
  }
}
