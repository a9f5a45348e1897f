package io.weir.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.local.CommandFailure;

/**
 * What the hub's service API answered.
 *
 * @param status the HTTP status
 * @param body the body as text, empty when there is none
 */
public record HubAnswer(int status, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 500;

  /** True for 2xx. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** True when it says what became of each line of a bulk request (REG-06). */
  public boolean isBulkResult() {
    return ok() || (status == 400 && body.startsWith("{\"isSuccessful\""));
  }

  /**
   * The body of a good answer.
   *
   * @throws CommandFailure with the hub's own words for any other
   */
  public JsonNode json() {
    orThrow();
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "the hub's answer is not JSON; is there something else on that port?", e);
    }
  }

  /**
   * This answer when it is a good one.
   *
   * @throws CommandFailure with the hub's own words for any other
   */
  public HubAnswer orThrow() {
    if (!ok()) {
      throw new CommandFailure(problem());
    }
    return this;
  }

  /** Why the hub refused, in its own words (ERR-01) and with what to do where that is known. */
  public String problem() {
    String text = message();
    return switch (status) {
      case 401 -> "the hub refuses the credentials (401" + brackets(text) + ")";
      case 412 -> "somebody changed it meanwhile (412" + brackets(text) + "); look and try again";
      case 429, 503 -> "the hub is busy or starting (" + status + brackets(text) + "); try again";
      default -> text.isEmpty() ? "the hub answered " + status : text;
    };
  }

  private static String brackets(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }

  private String message() {
    String text;
    try {
      JsonNode message = JSON.readTree(body).path("Message");
      text = message.isTextual() ? message.textValue() : body;
    } catch (JsonProcessingException e) {
      text = body;
    }
    if (text.startsWith("ErrorCode:")) {
      int end = text.indexOf(';');
      String name = end < 0 ? text.substring(10) : text.substring(10, end);
      String rest = end < 0 ? "" : text.substring(end + 1).strip();
      text = rest.isEmpty() ? name : name + ": " + rest;
    }
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text.strip();
  }
}
