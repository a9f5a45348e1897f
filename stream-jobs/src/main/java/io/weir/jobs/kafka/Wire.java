package io.weir.jobs.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How the parts of a Kafka record travel between tasks: a length, -1 for null, and the bytes. */
public final class Wire {

  private static final int NULL = -1;

  private Wire() {}

  public static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
    if (bytes == null) {
      out.writeInt(NULL);
    } else {
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** The bytes, or null. */
  public static byte[] readBytes(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length == NULL) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  /** Unlike {@code writeUTF}, takes a text of any length and content. */
  public static void writeText(String text, DataOutputView out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  public static String readText(DataInputView in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  public static void writeHeaders(Headers headers, DataOutputView out) throws IOException {
    Header[] all = headers.toArray();
    out.writeInt(all.length);
    for (Header header : all) {
      writeText(header.key(), out);
      writeBytes(header.value(), out);
    }
  }

  public static Headers readHeaders(DataInputView in) throws IOException {
    Header[] headers = new Header[in.readInt()];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new RecordHeader(readText(in), readBytes(in));
    }
    return new RecordHeaders(headers);
  }
}
