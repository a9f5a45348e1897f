package io.weir.jobs.endpoints.files;

import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Sender;
import io.weir.jobs.outbox.Taken;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Appends letters to a file until that is old or large enough. Only then what is in it is durable:
 * a file that does not come to its end is written again.
 */
final class FilesSender implements Sender {

  private static final int BATCH = 500;

  private final FilesEndpoint endpoint;
  private final RolledFiles files;

  FilesSender(FilesEndpoint endpoint, RolledFiles files) {
    this.endpoint = endpoint;
    this.files = files;
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public Duration within() {
    return Duration.ZERO;
  }

  /** Ends with the file: the next file's messages are taken when this one's are committed. */
  @Override
  public Taken take(List<Letter> letters, int attempt) throws IOException {
    if (files.age().compareTo(endpoint.roll()) >= 0) {
      files.roll();
      return new Taken(0, List.of(), true);
    }
    for (int i = 0; i < letters.size(); i++) {
      files.append(letters.get(i));
      if (files.size() >= endpoint.rollSize()) {
        files.roll();
        return new Taken(i + 1, List.of(), true);
      }
    }
    return new Taken(letters.size(), List.of(), !files.isOpen());
  }

  @Override
  public void close() throws IOException {
    files.abandon();
  }
}
