package io.weir.device.store;

import com.datastax.oss.driver.api.core.cql.Row;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.device.topic.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows of {@code rules} and what they mean. The shadow's columns, and the position that was applied
 * last, are the partition's: they are written with a version in one mutation, or alone.
 */
final class RulesRows {

  /** The partition's key. */
  static final String NAME = Topics.RULES_IN_FORCE;

  static final String COLUMNS = "version, text, applied_at, applied_by, note";
  static final String SUMMARY_COLUMNS = "version, applied_at, bytes, sha256, applied_by, note";
  static final String WRITTEN_COLUMNS = COLUMNS + ", bytes, sha256";
  static final String SHADOW_COLUMNS =
      "shadow, shadow_text, shadow_applied_at, shadow_beside, shadow_applied_by, shadow_note";

  private static final List<Object> NO_SHADOW = Arrays.asList(null, null, null, null, null, null);

  private RulesRows() {}

  /** Values of {@link #WRITTEN_COLUMNS}. */
  static List<Object> values(RulesVersion rules) {
    RulesSummary summary = RulesSummary.of(rules);
    return Arrays.asList(
        rules.version(),
        rules.text(),
        Instant.ofEpochMilli(rules.appliedAt()),
        rules.appliedBy(),
        rules.note(),
        summary.bytes(),
        summary.sha256());
  }

  /** Values of {@link #SHADOW_COLUMNS}; nulls when there is none. */
  static List<Object> values(ShadowRules shadow) {
    return shadow == null
        ? NO_SHADOW
        : Arrays.asList(
            shadow.id(),
            shadow.text(),
            Instant.ofEpochMilli(shadow.appliedAt()),
            shadow.beside(),
            shadow.appliedBy(),
            shadow.note());
  }

  /** Empty in a row that has the partition's columns alone: no version was ever applied. */
  static Optional<RulesVersion> version(Row row) {
    return row.isNull("version")
        ? Optional.empty()
        : Optional.of(
            new RulesVersion(
                row.getLong("version"),
                Objects.requireNonNull(row.getString("text"), "text"),
                millis(row, "applied_at"),
                row.getString("applied_by"),
                row.getString("note")));
  }

  /** Empty likewise. */
  static Optional<RulesSummary> summary(Row row) {
    return row.isNull("version")
        ? Optional.empty()
        : Optional.of(
            new RulesSummary(
                row.getLong("version"),
                millis(row, "applied_at"),
                row.isNull("bytes") ? null : row.getInt("bytes"),
                row.getString("sha256"),
                row.getString("applied_by"),
                row.getString("note")));
  }

  /** Empty when there is none. */
  static Optional<ShadowRules> shadow(Row row) {
    return row.isNull("shadow")
        ? Optional.empty()
        : Optional.of(
            new ShadowRules(
                row.getLong("shadow"),
                Objects.requireNonNull(row.getString("shadow_text"), "shadow_text"),
                millis(row, "shadow_applied_at"),
                row.getLong("shadow_beside"),
                row.getString("shadow_applied_by"),
                row.getString("shadow_note")));
  }

  /** What the one writer remembered when it wrote the row. */
  static RulesState state(Row row) {
    RulesVersion current = version(row).orElse(RulesVersion.NONE);
    ShadowRules shadow = shadow(row).orElse(null);
    long now = Math.max(current.appliedAt(), shadow == null ? 0 : shadow.appliedAt());
    // The first release wrote no position of its own.
    long applied = row.isNull("applied") ? row.getLong("written") : row.getLong("applied");
    return new RulesState(current, now, applied, shadow);
  }

  private static long millis(Row row, String column) {
    return Objects.requireNonNull(row.getInstant(column), column).toEpochMilli();
  }
}
