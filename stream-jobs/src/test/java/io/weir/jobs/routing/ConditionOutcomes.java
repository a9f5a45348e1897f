package io.weir.jobs.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.dsl.ConditionRow;
import io.weir.jobs.kafka.OutboundRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What became of rows, by the records that came out: copies, and reports of {@code operations}. */
final class ConditionOutcomes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> taken = new ArrayList<>();
  private final List<String> undefined = new ArrayList<>();
  private final List<String> ofRules = new ArrayList<>();

  void add(List<OutboundRecord> written) throws IOException {
    for (OutboundRecord record : written) {
      if (record.topic().equals(ConditionGroup.TOPIC)) {
        taken.add(TelemetryHeaders.properties(record.headers()).get(ConditionGroup.ROW));
      } else if (record.topic().equals("hub.operations")) {
        report(JSON.readTree(record.value()));
      }
    }
  }

  private void report(JsonNode report) {
    if (report.path("operationName").asText().equals("UndefinedRouteEvaluation")) {
      undefined.add(report.path("routeName").asText());
    } else if (report.path("operationName").asText().equals("applyRules")) {
      ofRules.add(report.path("statusDescription").asText());
    }
  }

  /** {@code true} where one copy came, {@code undefined} where one report did. */
  String verdict(ConditionRow row) {
    int copies = Collections.frequency(taken, ConditionGroup.name(row));
    int reports = Collections.frequency(undefined, ConditionGroup.name(row));
    if (copies + reports > 1) {
      return copies + " copies, " + reports + " reports";
    }
    return reports == 1 ? "undefined" : String.valueOf(copies == 1);
  }

  /** Why a version of the rules was refused; empty when it was not. */
  Optional<String> refusal(long version) {
    return ofRules.stream()
        .filter(text -> text.startsWith("Rules version " + version + " is ignored: "))
        .findFirst();
  }
}
