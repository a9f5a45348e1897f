package io.weir.device.query;

import io.weir.device.query.Plan.Branch;
import io.weir.device.query.Plan.PresenceUse;
import io.weir.device.store.TwinScan;
import io.weir.dsl.query.Query;
import io.weir.dsl.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What EXPLAIN tells people: the plan, one step a line, and how many twins it reads. */
final class Explanation {

  /** Rows of a branch that are read to reckon how many there are: right to about a tenth. */
  private static final int SAMPLE = 100;

  /** Branches that are sampled; the others are taken to be like them. */
  private static final int SAMPLED_BRANCHES = 16;

  /** Connections that are counted: their places say nothing about how many there are. */
  private static final int CONNECTED = 1_000;

  private final Plan plan;
  private final Query query;
  private final QueryRun.Reads reads;
  private final long maxScanned;

  Explanation(Plan plan, QueryRun.Reads reads, QuerySettings settings) {
    this.plan = plan;
    this.query = plan.query();
    this.reads = reads;
    this.maxScanned = settings.maxScanned();
  }

  /**
   * The lines.
   *
   * @param devices how many there are, about
   */
  CompletionStage<List<String>> lines(Supplier<CompletionStage<Long>> devices) {
    if (query.source() == Source.JOBS) {
      return CompletableFuture.completedFuture(List.of("nothing is read: there are no jobs"));
    }
    if (plan.access() instanceof Plan.ByIds ids) {
      return CompletableFuture.completedFuture(lines(byIds(ids.deviceIds().size())));
    }
    if (plan.access() instanceof Plan.Connected) {
      return reads
          .scan()
          .held(query.source() == Source.MODULES, null, CONNECTED)
          .thenApply(held -> lines(connected(held.size())));
    }
    if (plan.access() instanceof Plan.Indexed indexed) {
      List<Branch> branches = indexed.branches();
      return sample(branches.subList(0, Math.min(SAMPLED_BRANCHES, branches.size())))
          .thenApply(estimates -> lines(lookUps(branches, estimates)));
    }
    return scanned(devices).thenApply(all -> lines(scan(all)));
  }

  /** How many twins a scan reads. */
  CompletionStage<Estimate> scanned(Supplier<CompletionStage<Long>> devices) {
    return query.source() == Source.MODULES
        ? sample(List.of(new Branch(List.of()))).thenApply(estimates -> estimates.get(0))
        : devices.get().thenApply(Estimate::about);
  }

  private CompletionStage<List<Estimate>> sample(List<Branch> branches) {
    return reads
        .scanning()
        .all(branches, this::first)
        .thenApply(pages -> pages.stream().map(Estimate::of).toList());
  }

  private CompletionStage<TwinScan.Page> first(Branch branch) {
    return reads
        .scan()
        .read(
            new TwinScan.Request(
                query.source() == Source.MODULES,
                branch.terms(),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                SAMPLE,
                Set.of()));
  }

  private List<String> connected(int held) {
    return List.of(
        "read the twins that are connected, from the table of connections",
        held < CONNECTED
            ? estimate(Estimate.exactly(held))
            : String.format(Locale.ROOT, "estimate: %,d twins or more", held));
  }

  private List<String> byIds(int ids) {
    String devices = ids + (ids == 1 ? " device" : " devices");
    return List.of(
        "read "
            + (query.source() == Source.MODULES ? "the modules of " : "")
            + devices
            + " by device id");
  }

  private List<String> lookUps(List<Branch> branches, List<Estimate> estimates) {
    List<String> lines = new ArrayList<>();
    lines.add(
        branches.size() == 1
            ? "look up 1 branch in the index:"
            : "look up " + branches.size() + " branches in the index, one after another:");
    for (int i = 0; i < branches.size(); i++) {
      lines.add(
          "  "
              + branches.get(i).terms().stream()
                  .map(term -> term.column() + " has '" + term.text() + "'")
                  .collect(Collectors.joining(" AND "))
              + (i < estimates.size() ? ": " + estimates.get(i).text() : ""));
    }
    lines.add(estimate(Estimate.sum(estimates, branches.size())));
    return lines;
  }

  private List<String> scan(Estimate all) {
    List<String> lines = new ArrayList<>();
    lines.add("scan all twins");
    lines.add(estimate(all));
    if (QueryRun.readsEverything(query) && all.twins() > maxScanned) {
      lines.add(
          String.format(Locale.ROOT, "refused: a request reads at most %,d twins", maxScanned));
    }
    return lines;
  }

  private String estimate(Estimate read) {
    return "estimate: "
        + read.text()
        + " read"
        + (QueryRun.readsEverything(query) ? " for each page" : ", until a page is full");
  }

  private List<String> lines(List<String> access) {
    List<String> lines = new ArrayList<>(access);
    if (query.where() != null) {
      lines.add("filter what comes back by the whole condition");
    }
    if (plan.presence() != PresenceUse.NONE) {
      lines.add(
          "read connection and presence of each "
              + (plan.presence() == PresenceUse.JUDGED ? "candidate" : "twin that is shown"));
    }
    if (query.isAggregated()) {
      lines.add(
          "group by "
              + query.groupBy().size()
              + " keys, "
              + query.aggregates().size()
              + " aggregates, streaming");
    }
    if (QueryRun.isDistinct(query)) {
      lines.add("keep distinct rows");
    }
    if (!query.orderBy().isEmpty()) {
      lines.add("sort what is found");
    }
    lines.add(
        "columns read: "
            + plan.parts().stream()
                .map(part -> ", " + part.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining("", "identity", "")));
    return lines;
  }
}
