package io.weir.jobs.routing;

import io.weir.jobs.kafka.ImmutableSerializer;
import io.weir.jobs.kafka.SerializedType;
import io.weir.jobs.kafka.Wire;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How telemetry would travel between tasks. The routing job is one chain, so that it never does; a
 * cluster that breaks chains still works.
 */
public final class TelemetryRecordSerializer extends ImmutableSerializer<TelemetryRecord> {

  private static final long serialVersionUID = 1L;

  /** For the source's produced type. */
  public static final TypeInformation<TelemetryRecord> TYPE =
      new SerializedType<>(TelemetryRecord.class, new TelemetryRecordSerializer());

  @Override
  public void serialize(TelemetryRecord record, DataOutputView target) throws IOException {
    Wire.writeBytes(record.key(), target);
    Wire.writeBytes(record.value(), target);
    Wire.writeHeaders(record.headers(), target);
    target.writeLong(record.timestamp());
    target.writeInt(record.partition());
    target.writeLong(record.offset());
  }

  @Override
  public TelemetryRecord deserialize(DataInputView source) throws IOException {
    return new TelemetryRecord(
        Wire.readBytes(source),
        Wire.readBytes(source),
        Wire.readHeaders(source),
        source.readLong(),
        source.readInt(),
        source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<TelemetryRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of the serializer, which has no configuration. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<TelemetryRecord> {
    public Snapshot() {
      super(TelemetryRecordSerializer::new);
    }
  }
}
