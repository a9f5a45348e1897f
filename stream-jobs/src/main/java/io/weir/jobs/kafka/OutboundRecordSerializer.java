package io.weir.jobs.kafka;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How an {@link OutboundRecord} travels when its sink is not chained to its maker. */
public final class OutboundRecordSerializer extends ImmutableSerializer<OutboundRecord> {

  private static final long serialVersionUID = 1L;
  private static final OutboundRecordSerializer INSTANCE = new OutboundRecordSerializer();

  /** For {@code returns(...)}. */
  public static final TypeInformation<OutboundRecord> TYPE =
      new SerializedType<>(OutboundRecord.class, INSTANCE);

  @Override
  public void serialize(OutboundRecord record, DataOutputView target) throws IOException {
    Wire.writeText(record.topic(), target);
    target.writeInt(record.partition() == null ? -1 : record.partition());
    target.writeBoolean(record.timestamp() != null);
    target.writeLong(record.timestamp() == null ? 0 : record.timestamp());
    Wire.writeBytes(record.key(), target);
    Wire.writeBytes(record.value(), target);
    Wire.writeHeaders(record.headers(), target);
  }

  @Override
  public OutboundRecord deserialize(DataInputView source) throws IOException {
    String topic = Wire.readText(source);
    int partition = source.readInt();
    boolean timed = source.readBoolean();
    long timestamp = source.readLong();
    return new OutboundRecord(
        topic,
        partition < 0 ? null : Integer.valueOf(partition),
        timed ? Long.valueOf(timestamp) : null,
        Wire.readBytes(source),
        Wire.readBytes(source),
        Wire.readHeaders(source));
  }

  @Override
  public TypeSerializerSnapshot<OutboundRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of the serializer, which has no configuration. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OutboundRecord> {
    public Snapshot() {
      super(OutboundRecordSerializer::new);
    }
  }
}
