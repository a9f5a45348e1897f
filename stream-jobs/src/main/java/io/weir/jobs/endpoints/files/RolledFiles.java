package io.weir.jobs.endpoints.files;

import io.weir.dsl.endpoint.FileFormat;
import io.weir.jobs.outbox.Letter;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

/** Files of one format below a directory, one after another; none is seen before it is whole. */
final class RolledFiles {

  private final Path root;
  private final FileNames names;
  private final FileFormat format;
  private Path path;
  private RecoverableFsDataOutputStream out;
  private MessageFile file;
  private long openedNanos;

  RolledFiles(Path root, FileNames names, FileFormat format) {
    this.root = root;
    this.names = names;
    this.format = format;
  }

  boolean isOpen() {
    return file != null;
  }

  /** Since the file was opened; zero when none is. */
  Duration age() {
    return isOpen() ? Duration.ofNanos(System.nanoTime() - openedNanos) : Duration.ZERO;
  }

  /** The bytes written so far, or nearly so. */
  long size() throws IOException {
    return file.size();
  }

  void append(Letter letter) throws IOException {
    if (!isOpen()) {
      open(letter);
    }
    file.append(StoredMessage.of(letter.message()));
  }

  private void open(Letter first) throws IOException {
    path = new Path(root, names.of(first.message().timestamp(), first.offset()));
    out = path.getFileSystem().createRecoverableWriter().open(path);
    file = MessageFile.open(format, out);
    openedNanos = System.nanoTime();
  }

  /** Ends the file, and gives it its name. */
  void roll() throws IOException {
    file.finish();
    out.sync();
    FileSystem fileSystem = path.getFileSystem();
    // Of a former sender, which was killed before it could commit what is in it.
    if (fileSystem.exists(path)) {
      fileSystem.delete(path, false);
    }
    out.closeForCommit().commit();
    file = null;
    out = null;
  }

  /** Leaves the file that is not whole. */
  void abandon() throws IOException {
    if (out != null) {
      out.close();
      file = null;
      out = null;
    }
  }
}
