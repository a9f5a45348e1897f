package io.weir.jobs.routing;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes a Kafka record as it is; copies and decodes nothing. */
final class TelemetryDeserializer implements KafkaRecordDeserializationSchema<TelemetryRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TelemetryRecord> out) {
    out.collect(
        new TelemetryRecord(
            record.key(),
            record.value(),
            record.headers(),
            record.timestamp(),
            record.partition(),
            record.offset()));
  }

  @Override
  public TypeInformation<TelemetryRecord> getProducedType() {
    return TelemetryRecordSerializer.TYPE;
  }
}
