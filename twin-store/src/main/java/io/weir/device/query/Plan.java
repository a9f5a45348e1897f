package io.weir.device.query;

import io.weir.device.store.TwinPart;
import io.weir.device.twin.IndexTerm;
import io.weir.dsl.query.Query;
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
}
