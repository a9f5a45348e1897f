package io.weir.device.store;

/** What may be left out when twins are read. */
public enum TwinPart {
  TAGS,
  DESIRED,
  DESIRED_METADATA,
  REPORTED,
  REPORTED_METADATA,
  /** The index terms of the row. */
  TERMS
}
