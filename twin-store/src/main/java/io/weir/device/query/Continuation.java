package io.weir.device.query;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.query.QueryException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * Where a page ends. The token says it whole, so that any node goes on, also after a restart
 * (REST-59); twins are in an order that no write changes, so that none is skipped or repeated.
 *
 * @param branch of the plan
 * @param token of the last twin's device
 * @param last key of the last twin; null before the first
 * @param returned rows so far, for {@code TOP}
 * @param offset into sorted groups
 * @param sortKeys of the last twin, for {@code ORDER BY}; null where it has none
 */
record Continuation(
    int branch, long token, TwinKey last, int returned, int offset, List<JsonNode> sortKeys) {

  static final Continuation START = new Continuation(0, Long.MIN_VALUE, null, 0, 0, List.of());

  private static final ObjectWriter ASCII =
      TwinJson.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private static final int VERSION = 1;

  /** Fits into a header; see {@link SortKeys}. */
  private static final int MAX_LENGTH = 7_000;

  Continuation {
    sortKeys = Collections.unmodifiableList(new ArrayList<>(sortKeys));
  }

  /**
   * The token.
   *
   * @param plan by which the place was found ({@link Plan#fingerprint})
   */
  String encode(String plan) {
    ObjectNode json = TwinJson.mapper().createObjectNode();
    json.put("v", VERSION);
    json.put("q", digest(plan));
    json.put("b", branch);
    json.put("t", token);
    if (last != null) {
      json.put("k", last.path());
    }
    json.put("r", returned);
    json.put("o", offset);
    var keys = json.putArray("s");
    for (JsonNode key : sortKeys) {
      // An absent key is an empty array: no value is one.
      keys.add(key == null ? TwinJson.mapper().createArrayNode() : key);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text(json).getBytes(StandardCharsets.US_ASCII));
  }

  /** In ASCII, so that half a character, where a sort key was cut, comes back as it was. */
  private static String text(ObjectNode json) {
    try {
      return ASCII.writeValueAsString(json);
    } catch (JacksonException e) {
      throw new IllegalStateException("continuation: not writable (expected: any tree)", e);
    }
  }

  /**
   * Reads a token.
   *
   * @param text null for the first page
   * @param plan as for {@link #encode}
   * @throws QueryException when it is none of this query
   */
  static Continuation decode(String text, String plan) {
    if (text == null) {
      return START;
    }
    try {
      if (text.length() > MAX_LENGTH) {
        throw foreign();
      }
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      JsonNode json = TwinJson.parse(new String(bytes, StandardCharsets.UTF_8));
      boolean own =
          json.path("v").asInt() == VERSION && json.path("q").asText().equals(digest(plan));
      if (!own
          || !json.path("b").isInt()
          || !json.path("t").isIntegralNumber()
          || !json.path("t").canConvertToLong()) {
        throw foreign();
      }
      List<JsonNode> keys = new ArrayList<>();
      json.path("s").forEach(key -> keys.add(key.isArray() ? null : key));
      return new Continuation(
          Math.max(0, json.path("b").intValue()),
          json.path("t").longValue(),
          json.has("k") ? TwinKey.ofPath(json.path("k").asText()) : null,
          Math.max(0, json.path("r").asInt()),
          Math.max(0, json.path("o").asInt()),
          keys);
    } catch (IllegalArgumentException | InvalidTwinException e) {
      throw foreign();
    }
  }

  private static QueryException foreign() {
    return new QueryException(
        "continuation: not one of this query (expected: as the page before gave it)");
  }

  private static String digest(String plan) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(plan.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 9));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every Java)", e);
    }
  }
}
