package io.weir.device.store;

import io.weir.device.identity.Identity;
import io.weir.device.twin.IndexTerm;
import java.util.Set;

/**
 * A twin as a scan found it; parts that were not asked for are null.
 *
 * @param token where its device stands in the order of scans
 * @param tags JSON text
 * @param desired JSON text of the values
 * @param serviceTerms index terms of tags and desired properties
 * @param reportedTerms those of reported properties
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
    Set<String> serviceTerms,
    Set<String> reportedTerms) {

  /** All of it, when nothing was left out. */
  public TwinRow row() {
    return new TwinRow(
        identity,
        tags,
        version,
        new SectionTexts(desired, desiredMetadata, desiredVersion),
        new SectionTexts(reported, reportedMetadata, reportedVersion));
  }

  /** Whether the index finds it by the term; its terms must have been asked for. */
  public boolean has(IndexTerm term) {
    return switch (term.column()) {
      case STATUS -> term.text().equals(identity.enabled() ? "enabled" : "disabled");
      case SERVICE -> serviceTerms.contains(term.text());
      case REPORTED -> reportedTerms.contains(term.text());
    };
  }

  /** What its texts take, in UTF-16 units. */
  public int length() {
    return length(tags)
        + length(desired)
        + length(desiredMetadata)
        + length(reported)
        + length(reportedMetadata);
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }
}
