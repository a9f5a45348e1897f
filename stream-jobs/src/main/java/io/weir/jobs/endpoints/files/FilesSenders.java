package io.weir.jobs.endpoints.files;

import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Sender;
import java.io.IOException;
import org.apache.flink.core.fs.Path;

/**
 * Opens the senders of a files endpoint.
 *
 * @param directory what a relative path is below; empty when the job was given none
 */
public record FilesSenders(FilesEndpoint endpoint, String hub, String directory)
    implements Sender.Factory {

  @Override
  public Sender open(OutboxPartition partition) throws IOException {
    FileNames names = new FileNames(endpoint, hub, partition.number());
    return new FilesSender(endpoint, new RolledFiles(root(), names, endpoint.format()));
  }

  private Path root() throws IOException {
    Path path = new Path(endpoint.path());
    if (path.isAbsolute()) {
      return path;
    }
    if (directory.isEmpty()) {
      throw new IOException(
          "path " + endpoint.path() + ": relative (expected: absolute, without --files)");
    }
    return new Path(new Path(directory), path);
  }
}
