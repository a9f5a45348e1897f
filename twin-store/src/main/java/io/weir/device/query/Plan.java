package io.weir.device.query;

import io.weir.device.store.TwinPart;
import io.weir.device.twin.IndexTerm;
import io.weir.dsl.query.Query;
import io.weir.dsl.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a query finds its twins; whatever is found is judged by the whole condition.
 *
 * @param parts of twins that the query looks at
 */
public record Plan(Query query, Access access, Set<TwinPart> parts, PresenceUse presence) {

  public Plan {
    parts = Set.copyOf(parts);
  }

  /** Whether it matters who is connected, and when somebody was here. */
  public enum PresenceUse {
    /** It does not. */
    NONE,
    /** For the twins that are shown. */
    SHOWN,
    /** For all candidates: the condition, the order or a group asks for it. */
    JUDGED
  }

  /** Where candidates come from. */
  public sealed interface Access {}

  /** These devices, or the modules of these devices, and no others. */
  public record ByIds(List<String> deviceIds) implements Access {
    public ByIds {
      deviceIds = List.copyOf(deviceIds);
    }
  }

  /** Those that some node holds. */
  public record Connected() implements Access {}

  /**
   * Those that have all terms of a branch, of one branch after another. Who has the terms of two
   * belongs to the first.
   */
  public record Indexed(List<Branch> branches) implements Access {
    public Indexed {
      branches = List.copyOf(branches);
    }
  }

  /** All. */
  public record Scan() implements Access {}

  /** Terms that a twin must have, all of them. */
  public record Branch(List<IndexTerm> terms) {
    public Branch {
      terms = List.copyOf(terms);
    }
  }

  /** What tells places within this plan from those within another. */
  String fingerprint() {
    return query.text() + "\n" + access;
  }

  /**
   * The plan for people, one step a line.
   *
   * @param total twins that there are
   */
  public List<String> explained(long total) {
    List<String> lines = new ArrayList<>();
    if (access instanceof ByIds ids) {
      lines.add(
          "read "
              + (query.source() == Source.MODULES ? "the modules of " : "")
              + ids.deviceIds().size()
              + " devices by device id");
    } else if (access instanceof Connected) {
      lines.add("read the twins that are connected, from the table of connections");
    } else if (access instanceof Indexed indexed) {
      lines.add("look up " + indexed.branches().size() + " index branches, one after another:");
      for (Branch branch : indexed.branches()) {
        lines.add(
            "  "
                + String.join(
                    " AND ",
                    branch.terms().stream()
                        .map(term -> term.column() + " has '" + term.text() + "'")
                        .toList()));
      }
    } else {
      lines.add("scan all twins: about " + total);
    }
    if (query.where() != null) {
      lines.add("filter what comes back by the whole condition");
    }
    if (presence != PresenceUse.NONE) {
      lines.add(
          "read connection and presence of each "
              + (presence == PresenceUse.JUDGED ? "candidate" : "twin that is shown"));
    }
    if (query.isAggregated()) {
      lines.add(
          "group by "
              + query.groupBy().size()
              + " keys, "
              + query.aggregates().size()
              + " aggregates, streaming");
    }
    if (query.distinct()) {
      lines.add("keep distinct rows");
    }
    if (!query.orderBy().isEmpty()) {
      lines.add("sort: each page reads all candidates");
    }
    lines.add(
        "columns read: identity"
            + (parts.isEmpty()
                ? ""
                : ", "
                    + String.join(
                        ", ",
                        parts.stream()
                            .map(Enum::name)
                            .sorted()
                            .map(String::toLowerCase)
                            .toList())));
    return lines;
  }
}
