package io.weir.device.store;

import io.weir.device.identity.TwinKey;
import io.weir.device.twin.IndexTerm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Reads many twins, in the order of their devices' tokens. */
public interface TwinScan {

  /**
   * What to read.
   *
   * @param modules modules rather than devices
   * @param terms that a row must have, all of them; empty for every row
   * @param from tokens above this one; for modules this one too
   * @param to up to and with this token
   * @param limit at most so many rows
   */
  record Request(
      boolean modules, List<IndexTerm> terms, long from, long to, int limit, Set<TwinPart> parts) {
    public Request {
      terms = List.copyOf(terms);
      parts = Set.copyOf(parts);
    }
  }

  /**
   * Rows in their order.
   *
   * @param more whether there may be more behind them
   */
  record Page(List<StoredTwin> twins, boolean more) {
    public Page {
      twins = List.copyOf(twins);
    }
  }

  CompletionStage<Page> read(Request request);

  /** One twin by its key. */
  CompletionStage<Optional<StoredTwin>> read(TwinKey key, Set<TwinPart> parts);

  /** The modules of a device, in the order of their ids. */
  CompletionStage<List<StoredTwin>> modules(String deviceId, Set<TwinPart> parts);

  /**
   * The keys of those that some node holds, in the order of tokens.
   *
   * @param after the last one of the page before; null for the first
   */
  CompletionStage<List<ConnectionPage.Held>> held(boolean modules, TwinKey after, int limit);
}
