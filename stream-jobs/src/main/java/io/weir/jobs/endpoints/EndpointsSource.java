package io.weir.jobs.endpoints;

import io.weir.jobs.JobArguments;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.OutboundRecordSerializer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Runs the senders of endpoints, and gives what there is to say of them. Each subtask has the
 * endpoints whose names fall to it, so nothing is handed out: there are no splits and no state.
 */
final class EndpointsSource
    implements Source<OutboundRecord, NoSplits.Split, Void>, ResultTypeQueryable<OutboundRecord> {

  private static final long serialVersionUID = 1L;

  private final JobArguments arguments;

  EndpointsSource(JobArguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<OutboundRecord, NoSplits.Split> createReader(SourceReaderContext context) {
    return new EndpointsReader(arguments, context);
  }

  @Override
  public SplitEnumerator<NoSplits.Split, Void> createEnumerator(
      SplitEnumeratorContext<NoSplits.Split> context) {
    return new NoSplits.Enumerator();
  }

  @Override
  public SplitEnumerator<NoSplits.Split, Void> restoreEnumerator(
      SplitEnumeratorContext<NoSplits.Split> context, Void checkpoint) {
    return new NoSplits.Enumerator();
  }

  @Override
  public SimpleVersionedSerializer<NoSplits.Split> getSplitSerializer() {
    return new NoSplits.Nothing<>();
  }

  @Override
  public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
    return new NoSplits.Nothing<>();
  }

  @Override
  public TypeInformation<OutboundRecord> getProducedType() {
    return OutboundRecordSerializer.TYPE;
  }
}
