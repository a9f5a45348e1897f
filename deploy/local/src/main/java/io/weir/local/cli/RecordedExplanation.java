package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.explain.Explanation;
import io.weir.dsl.explain.ExplanationJson;
import io.weir.dsl.explain.ExplanationText;

/**
 * Why a message went where it went, as the hub has recorded it.
 *
 * @param json as docs/rules.md has it
 */
record RecordedExplanation(JsonNode json) {

  /** For people, in lines. */
  String text() {
    Explanation explanation = ExplanationJson.read(json);
    StringBuilder text = new StringBuilder(Output.printable(heading())).append('\n');
    text.append(
        new ExplanationText("version " + json.path("rulesVersion").asText()).of(explanation));
    for (String endpoint : explanation.endpoints()) {
      text.append(Output.printable("  " + endpoint + ": " + answer(endpoint))).append('\n');
    }
    json.path("answers")
        .fieldNames()
        .forEachRemaining(
            endpoint -> {
              if (!explanation.endpoints().contains(endpoint)) {
                text.append(
                    Output.printable(
                        "  (by an earlier judgement) " + endpoint + ": " + answer(endpoint)));
                text.append('\n');
              }
            });
    if (json.has("leftOut")) {
      text.append("not shown: ").append(json.path("leftOut").asText()).append(" other routes\n");
    }
    return text.toString();
  }

  private String heading() {
    StringBuilder heading = new StringBuilder(json.path("deviceId").asText());
    if (json.has("moduleId")) {
      heading.append('/').append(json.path("moduleId").asText());
    }
    if (json.has("messageId")) {
      heading.append(", message ").append(json.path("messageId").asText());
    }
    return heading
        .append(", ")
        .append(json.path("source").asText())
        .append(" of ")
        .append(json.path("enqueuedTime").asText())
        .append(", by version ")
        .append(json.path("rulesVersion").asText())
        .append(" of the rules")
        .toString();
  }

  private String answer(String endpoint) {
    JsonNode answer = json.path("answers").path(endpoint);
    if (answer.isMissingNode()) {
      return "no answer yet";
    }
    String state = answer.path("state").asText() + " at " + answer.path("time").asText();
    return answer.has("detail") ? state + ": " + answer.path("detail").asText() : state;
  }
}
