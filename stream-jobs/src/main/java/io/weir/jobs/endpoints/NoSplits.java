package io.weir.jobs.endpoints;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** What Flink asks of a source whose readers need nothing to be handed out. */
final class NoSplits {

  private NoSplits() {}

  /** There is none. */
  interface Split extends SourceSplit {}

  /** Hands out nothing. */
  static final class Enumerator implements SplitEnumerator<Split, Void> {

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<Split> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public Void snapshotState(long checkpoint) {
      return null;
    }

    @Override
    public void close() {}
  }

  /** Of what is always null. */
  static final class Nothing<T> implements SimpleVersionedSerializer<T> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T nothing) {
      return new byte[0];
    }

    @Override
    public T deserialize(int version, byte[] serialized) {
      return null;
    }
  }
}
