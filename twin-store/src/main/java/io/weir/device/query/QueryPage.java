package io.weir.device.query;

import java.util.List;

/**
 * Some of the answer.
 *
 * @param items JSON texts
 * @param continuation where the next page begins; null when there is none (REST-59)
 */
public record QueryPage(ItemType type, List<String> items, String continuation) {

  public QueryPage {
    items = List.copyOf(items);
  }

  /** QRY-09; the names are those of {@code x-ms-item-type} (REST-58). */
  public enum ItemType {
    TWIN("Twin"),
    DEVICE_JOB("DeviceJob"),
    RAW("Raw");

    private final String wireName;

    ItemType(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }
}
