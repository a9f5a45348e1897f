package io.weir.device.store;

import java.util.Objects;

/**
 * What the positions of rows depend on besides the epoch: the topic {@code device-commands} itself.
 *
 * @param id Kafka's id of the topic: one that is made again under the same name has another
 * @param partitions its partition count, which never changes
 */
public record LogTopic(String id, int partitions) {

  public LogTopic {
    Objects.requireNonNull(id, "id");
  }

  /** Reads {@link #text}. */
  static LogTopic parse(String text) {
    int slash = text.indexOf('/');
    return new LogTopic(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  String text() {
    return id + "/" + partitions;
  }
}
