package io.weir.device.twin;

/** The three sections of a twin. */
public enum SectionKind {
  TAGS("tags"),
  DESIRED("properties.desired"),
  REPORTED("properties.reported");

  private final String path;

  SectionKind(String path) {
    this.path = path;
  }

  /** Where it stands in a twin's document. */
  public String path() {
    return path;
  }

  int maxSize(TwinLimits limits) {
    return switch (this) {
      case TAGS -> limits.tagsSize();
      case DESIRED -> limits.desiredSize();
      case REPORTED -> limits.reportedSize();
    };
  }
}
