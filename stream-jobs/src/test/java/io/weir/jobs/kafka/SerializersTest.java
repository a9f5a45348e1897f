package io.weir.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SerializersTest {

  private final OutboundRecordSerializer serializer = new OutboundRecordSerializer();

  @Test
  void anOutboundRecordTravelsUnchanged() throws IOException {
    Header[] headers = {
      new RecordHeader("set", new byte[] {0, -1}),
      new RecordHeader("empty", new byte[0]),
      new RecordHeader("none", null)
    };
    OutboundRecord read =
        roundTrip(
            new OutboundRecord(
                "topic", 7, 42L, new byte[] {1}, new byte[] {2, 3}, new RecordHeaders(headers)));
    assertThat(read.topic()).isEqualTo("topic");
    assertThat(read.partition()).isEqualTo(7);
    assertThat(read.timestamp()).isEqualTo(42);
    assertThat(read.key()).containsExactly(1);
    assertThat(read.value()).containsExactly(2, 3);
    assertThat(read.headers()).containsExactly(headers);
  }

  @Test
  void whatIsAbsentStaysAbsent() throws IOException {
    OutboundRecord read =
        roundTrip(new OutboundRecord("t", null, null, null, null, OutboundRecord.NO_HEADERS));
    assertThat(read.partition()).isNull();
    assertThat(read.timestamp()).isNull();
    assertThat(read.key()).isNull();
    assertThat(read.value()).isNull();
    assertThat(read.headers()).isEmpty();
  }

  private OutboundRecord roundTrip(OutboundRecord record) throws IOException {
    DataOutputSerializer first = new DataOutputSerializer(64);
    serializer.serialize(record, first);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(first.getCopyOfBuffer()), copied);
    return serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
  }
}
