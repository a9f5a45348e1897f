package io.weir.edge.registry;

import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinPart;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.edge.node.HubException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** All devices, then all modules, page by page, in an order that no write changes. */
public final class Exports {

  private static final Set<TwinPart> ALL = EnumSet.complementOf(EnumSet.of(TwinPart.TERMS));

  /** More modules than one device may have: a page ends behind a device. */
  private static final int MIN_PAGE = 100;

  private final TwinScan scan;

  public Exports(TwinScan scan) {
    this.scan = scan;
  }

  /**
   * Some of them.
   *
   * @param next where the next page begins; null when there is none
   */
  public record Page(List<Registered> registered, String next) {}

  /** A device or module with its twin. */
  public record Registered(Identity identity, ServiceTwin service, Section reported) {}

  /**
   * A page.
   *
   * @param from {@link Page#next} of the page before; null for the first
   * @throws HubException ARGUMENT_INVALID when that is none
   */
  public CompletionStage<Page> page(String from, int size) {
    boolean modules = from != null && from.startsWith("m");
    long token = token(from);
    int limit = Math.max(MIN_PAGE, size);
    return Reads.of(
            scan.read(
                new TwinScan.Request(
                    modules,
                    List.of(),
                    modules && token != Long.MIN_VALUE ? token + 1 : token,
                    Long.MAX_VALUE,
                    limit,
                    ALL)))
        .thenApply(page -> page(page, modules));
  }

  private static Page page(TwinScan.Page page, boolean modules) {
    List<StoredTwin> twins = page.twins();
    if (!page.more()) {
      return new Page(rows(twins), modules ? null : "m" + Long.MIN_VALUE);
    }
    long last = twins.get(twins.size() - 1).token();
    if (!modules) {
      return new Page(rows(twins), "d" + last);
    }
    // The last device's modules may go on behind the page, so they are left to the next one.
    List<StoredTwin> whole = twins.stream().filter(twin -> twin.token() != last).toList();
    return new Page(rows(whole), "m" + whole.get(whole.size() - 1).token());
  }

  private static List<Registered> rows(List<StoredTwin> twins) {
    return twins.stream()
        .map(StoredTwin::row)
        .map(row -> new Registered(row.identity(), row.service(), row.reported().section()))
        .toList();
  }

  private static long token(String from) {
    try {
      return from == null ? Long.MIN_VALUE : Long.parseLong(from.substring(1));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "x-ms-continuation: not valid (expected: as given)", e);
    }
  }
}
