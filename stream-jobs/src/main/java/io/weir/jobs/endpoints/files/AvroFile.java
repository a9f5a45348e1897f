package io.weir.jobs.endpoints.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** An Avro object container, deflated; the body is the message's bytes. */
final class AvroFile implements MessageFile {

  static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Message", "namespace": "io.weir", "fields": [
                {"name": "EnqueuedTimeUtc", "type": "string"},
                {"name": "Properties", "type": {"type": "map", "values": "string"}},
                {"name": "SystemProperties", "type": {"type": "map", "values": "string"}},
                {"name": "Body", "type": "bytes"}
              ]}
              """);

  private static final int LEVEL = 6;

  private final Counted out;
  private final DataFileWriter<GenericRecord> writer;

  AvroFile(OutputStream out) throws IOException {
    this.out = new Counted(out);
    this.writer =
        new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(SCHEMA))
            .setCodec(CodecFactory.deflateCodec(LEVEL))
            .create(SCHEMA, this.out);
  }

  @Override
  public void append(StoredMessage message) throws IOException {
    writer.append(row(message));
  }

  static GenericRecord row(StoredMessage message) {
    GenericRecord row = new GenericData.Record(SCHEMA);
    row.put(StoredMessage.ENQUEUED_TIME, message.enqueuedTimeUtc());
    row.put(StoredMessage.PROPERTIES, message.properties());
    row.put(StoredMessage.SYSTEM_PROPERTIES, message.systemProperties());
    row.put(StoredMessage.BODY, message.body());
    return row;
  }

  /** Without the block that is not full yet, at most 64 KB. */
  @Override
  public long size() {
    return out.count;
  }

  @Override
  public void finish() throws IOException {
    writer.flush();
  }

  private static final class Counted extends FilterOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }
  }
}
