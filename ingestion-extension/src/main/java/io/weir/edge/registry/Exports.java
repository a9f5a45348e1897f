package io.weir.edge.registry;

import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinPart;
import io.weir.device.store.TwinRow;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.edge.node.HubException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** All devices, then all modules, page by page, in an order that no write changes. */
public final class Exports {

  private static final Set<TwinPart> ALL = EnumSet.complementOf(EnumSet.of(TwinPart.TERMS));

  /** More modules than one device may have: a page ends behind a device. */
  private static final int MODULES = 60;

  /** Read at a time: nobody knows how large they are until they are here. */
  private static final int DEVICES = 40;

  /** A page ends when its texts take so much, in UTF-16 units. */
  private static final long LENGTH = 1_000_000;

  private final TwinScan scan;
  private final Executor work;

  /**
   * @param work where rows are read into twins
   */
  public Exports(TwinScan scan, Executor work) {
    this.scan = scan;
    this.work = work;
  }

  /** Some of them. */
  public static final class Page {
    private final List<TwinRow> rows;
    private final String next;

    private Page(List<TwinRow> rows, String next) {
      this.rows = rows;
      this.next = next;
    }

    /** Each is parsed when it is come to: trees take ten times the space of their texts. */
    public Stream<Registered> registered() {
      return rows.stream()
          .map(row -> new Registered(row.identity(), row.service(), row.reported().section()));
    }

    /** Where the next page begins; null when there is none. */
    public String next() {
      return next;
    }
  }

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
    return modules ? modules(token) : devices(token, size, 0, new ArrayList<>());
  }

  private CompletionStage<Page> modules(long token) {
    long from = token == Long.MIN_VALUE ? token : token + 1;
    return read(true, from, MODULES).thenApplyAsync(Exports::modulesPage, work);
  }

  /** Reads on for as long as the page is small. */
  private CompletionStage<Page> devices(long token, int size, long length, List<TwinRow> found) {
    return read(false, token, Math.min(DEVICES, size - found.size()))
        .thenComposeAsync(
            read -> {
              found.addAll(rows(read.twins()));
              if (!read.more()) {
                return done(found, "m" + Long.MIN_VALUE);
              }
              long all = length + read.twins().stream().mapToLong(StoredTwin::length).sum();
              long last = read.twins().get(read.twins().size() - 1).token();
              return found.size() >= size || all >= LENGTH
                  ? done(found, "d" + last)
                  : devices(last, size, all, found);
            },
            work);
  }

  private static CompletionStage<Page> done(List<TwinRow> found, String next) {
    return CompletableFuture.completedFuture(new Page(found, next));
  }

  private CompletionStage<TwinScan.Page> read(boolean modules, long from, int limit) {
    return Reads.of(
        scan.read(new TwinScan.Request(modules, List.of(), from, Long.MAX_VALUE, limit, ALL)));
  }

  private static Page modulesPage(TwinScan.Page page) {
    List<StoredTwin> twins = page.twins();
    if (!page.more()) {
      return new Page(rows(twins), null);
    }
    long last = twins.get(twins.size() - 1).token();
    // The last device's modules may go on behind the page, so they are left to the next one.
    List<StoredTwin> whole = twins.stream().filter(twin -> twin.token() != last).toList();
    return new Page(rows(whole), "m" + whole.get(whole.size() - 1).token());
  }

  private static List<TwinRow> rows(List<StoredTwin> twins) {
    return twins.stream().map(StoredTwin::row).toList();
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
