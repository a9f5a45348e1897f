package io.weir.jobs.endpoints.files;

import io.weir.dsl.endpoint.FileFormat;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;

/** A file of messages that is being written. */
interface MessageFile {

  /** Begins a file; the stream stays its opener's. */
  static MessageFile open(FileFormat format, FSDataOutputStream out) throws IOException {
    return switch (format) {
      case JSON -> new JsonLinesFile(out);
      case AVRO -> new AvroFile(out);
      case PARQUET -> new ParquetFile(out);
    };
  }

  void append(StoredMessage message) throws IOException;

  /** The bytes so far, or nearly so. */
  long size() throws IOException;

  /** Writes what is left to write. */
  void finish() throws IOException;
}
