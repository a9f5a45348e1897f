package io.weir.device.command;

/** What a line of a bulk request does (REG-05). */
public enum ImportMode {
  CREATE("create"),
  CREATE_OR_UPDATE("createOrUpdate"),
  UPDATE("update"),
  UPDATE_IF_MATCH_ETAG("updateIfMatchETag"),
  CREATE_OR_UPDATE_IF_MATCH_ETAG("createOrUpdateIfMatchETag"),
  DELETE("delete"),
  DELETE_IF_MATCH_ETAG("deleteIfMatchETag"),
  UPDATE_TWIN("updateTwin"),
  UPDATE_TWIN_IF_MATCH_ETAG("updateTwinIfMatchETag");

  private final String wireName;

  ImportMode(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** Whether the etags that the line carries must be those of the registry. */
  public boolean isConditional() {
    return this == UPDATE_IF_MATCH_ETAG
        || this == CREATE_OR_UPDATE_IF_MATCH_ETAG
        || this == DELETE_IF_MATCH_ETAG
        || this == UPDATE_TWIN_IF_MATCH_ETAG;
  }
}
