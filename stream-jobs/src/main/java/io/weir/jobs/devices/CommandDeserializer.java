package io.weir.jobs.devices;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes a Kafka record as it is; never fails. */
final class CommandDeserializer implements KafkaRecordDeserializationSchema<CommandRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<CommandRecord> out) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    out.collect(new CommandRecord(key, record.value(), record.offset(), record.timestamp()));
  }

  @Override
  public TypeInformation<CommandRecord> getProducedType() {
    return CommandRecordSerializer.TYPE;
  }
}
