package io.weir.jobs.routing;

import io.weir.device.error.HubError;
import io.weir.device.state.RulesVersion;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.kafka.OperationsRecord;
import io.weir.jobs.kafka.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** What the routing job has to say on {@code operations} ({@code OPS-07}, {@code OPS-10}). */
final class RoutingReports {

  private static final String CATEGORY = "Routes";
  private static final int DESCRIPTION_LIMIT = 2000;

  private final String topic;
  private final ReportLimit limit = new ReportLimit();

  RoutingReports(String topic) {
    this.topic = topic;
  }

  /** The kinds of the former rules are limited no more. */
  void newRules() {
    limit.clear();
  }

  /** A condition could not be evaluated, so that its route did not take the message (ROUTE-04). */
  Optional<OutboundRecord> undefined(String route, TelemetryRecord message, long now) {
    return limited(
        "UndefinedRouteEvaluation",
        HubError.ARGUMENT_INVALID,
        "The condition of the route was undefined for the message.",
        route,
        message,
        now);
  }

  /** A rule asked for the body, which is declared as something that it is not (ROUTE-07). */
  Optional<OutboundRecord> undecodable(String reason, TelemetryRecord message, long now) {
    return limited(
        "UndecodableBody",
        HubError.ARGUMENT_INVALID,
        "The body could not be decoded: " + reason,
        null,
        message,
        now);
  }

  /** No route took the message and the fallback is off, so that it goes nowhere (ROUTE-10). */
  Optional<OutboundRecord> orphaned(TelemetryRecord message, long now) {
    return limited(
        "OrphanedMessage",
        HubError.NOT_FOUND,
        "No route took the message, and the fallback is off.",
        null,
        message,
        now);
  }

  /** A version of the rules that this release cannot compile. */
  OutboundRecord refused(RulesVersion version, String diagnostics) {
    return rules(
        version.appliedAt(), "Rules version " + version.version() + " is ignored: " + diagnostics);
  }

  /** A version of the rules whose topics cannot be made. */
  OutboundRecord held(RoutingTable table, RuntimeException failure, long now) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return rules(
        now,
        "Rules version "
            + table.version()
            + " is not in force yet, its topics cannot be made: "
            + cause.getMessage());
  }

  private OutboundRecord rules(long time, String description) {
    return new OperationsRecord(
            time,
            "applyRules",
            CATEGORY,
            HubError.ARGUMENT_INVALID.code(),
            HubError.ARGUMENT_INVALID.wireName(),
            description.substring(0, Math.min(description.length(), DESCRIPTION_LIMIT)),
            null,
            null)
        .to(topic);
  }

  private Optional<OutboundRecord> limited(
      String operation,
      HubError error,
      String description,
      String route,
      TelemetryRecord message,
      long now) {
    OptionalLong heldBack = limit.admit(operation + "/" + route, now);
    if (heldBack.isEmpty()) {
      return Optional.empty();
    }
    String details =
        heldBack.getAsLong() == 0
            ? null
            : heldBack.getAsLong() + " more of its kind since the last record.";
    OperationsRecord.Route part =
        new OperationsRecord.Route(
            TelemetryHeaders.text(message.headers(), TelemetryHeaders.MESSAGE_ID),
            route,
            null,
            details,
            message.value() == null ? 0 : message.value().length);
    String deviceId =
        message.key() == null ? null : new String(message.key(), StandardCharsets.UTF_8);
    return Optional.of(
        new OperationsRecord(
                now,
                operation,
                CATEGORY,
                error.code(),
                error.wireName(),
                description,
                deviceId,
                part)
            .to(topic));
  }
}
