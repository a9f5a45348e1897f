package io.weir.jobs.devices;

import io.weir.jobs.kafka.ImmutableSerializer;
import io.weir.jobs.kafka.SerializedType;
import io.weir.jobs.kafka.Wire;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How a command travels from the source to the operator of its key. */
public final class CommandRecordSerializer extends ImmutableSerializer<CommandRecord> {

  private static final long serialVersionUID = 1L;

  /** For the source's produced type. */
  public static final TypeInformation<CommandRecord> TYPE =
      new SerializedType<>(CommandRecord.class, new CommandRecordSerializer());

  @Override
  public void serialize(CommandRecord record, DataOutputView target) throws IOException {
    Wire.writeText(record.key(), target);
    Wire.writeBytes(record.value(), target);
    target.writeLong(record.offset());
    target.writeLong(record.logTime());
  }

  @Override
  public CommandRecord deserialize(DataInputView source) throws IOException {
    return new CommandRecord(
        Wire.readText(source), Wire.readBytes(source), source.readLong(), source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<CommandRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of the serializer, which has no configuration. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CommandRecord> {
    public Snapshot() {
      super(CommandRecordSerializer::new);
    }
  }
}
