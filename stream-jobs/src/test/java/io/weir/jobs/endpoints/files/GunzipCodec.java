package io.weir.jobs.endpoints.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The JDK's gzip for reading Parquet. */
final class GunzipCodec implements CompressionCodecFactory {

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("compressor: " + codec + " (expected: none)");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Decompressor();
  }

  @Override
  public void release() {}

  private static final class Decompressor implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      try (GZIPInputStream gzip = new GZIPInputStream(bytes.toInputStream())) {
        return BytesInput.from(gzip.readAllBytes());
      }
    }

    @Override
    public void decompress(ByteBuffer input, int from, ByteBuffer output, int size) {
      throw new UnsupportedOperationException("direct buffers (expected: none)");
    }

    @Override
    public void release() {}
  }
}
