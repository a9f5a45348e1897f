package io.weir.jobs.endpoints.files;

import java.io.IOException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Parquet with the columns of {@link AvroFile}, compressed with gzip. Needs no Hadoop. */
final class ParquetFile implements MessageFile {

  private final ParquetWriter<GenericRecord> writer;

  ParquetFile(FSDataOutputStream out) throws IOException {
    this.writer =
        AvroParquetWriter.<GenericRecord>builder(new Output(out))
            .withConf(new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withSchema(AvroFile.SCHEMA)
            .withCodecFactory(new GzipCodec())
            .withCompressionCodec(CompressionCodecName.GZIP)
            .build();
  }

  @Override
  public void append(StoredMessage message) throws IOException {
    writer.write(AvroFile.row(message));
  }

  /** With what is not compressed yet. */
  @Override
  public long size() {
    return writer.getDataSize();
  }

  @Override
  public void finish() throws IOException {
    writer.close();
  }

  /** A stream that is open already, and that its opener closes. */
  private record Output(FSDataOutputStream out) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSize) {
      return new Positioned(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Positioned extends PositionOutputStream {
    private final FSDataOutputStream out;

    Positioned(FSDataOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
