package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import io.weir.edge.rules.Author;
import java.util.Optional;

/** What the requests about rules have in common. */
final class RulesRequest {

  /** The most characters of a note. */
  private static final int MAX_NOTE = 500;

  private RulesRequest() {}

  /** How diagnostics name the file in the body. */
  static String fileName(RestRequest request) {
    return request.parameter("file").orElse("rules");
  }

  /** The version in force that the caller saw; {@code *} is no condition. */
  static Optional<Long> version(RestRequest request) {
    try {
      return IfMatch.of(request).filter(etag -> !etag.equals("*")).map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw new HubException(
          HubError.PRECONDITION_FAILED, "If-Match: no version (expected: a number)", e);
    }
  }

  /** Of a request that is authorized. */
  static Author author(RestRequest request, Access access) {
    String note = request.parameter("note").filter(text -> !text.isBlank()).orElse(null);
    if (note != null && note.length() > MAX_NOTE) {
      throw new HubException(
          HubError.ARGUMENT_INVALID,
          "note: "
              + note.length()
              + " characters (expected: at most "
              + MAX_NOTE
              + ")");
    }
    return new Author(access.policy(request), note);
  }

  /**
   * A whole number from 1 of the query; empty when it is not there.
   *
   * @throws HubException ARGUMENT_INVALID
   */
  static Optional<Long> number(RestRequest request, String name, long most) {
    Optional<String> given = request.parameter(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(given.get());
      if (number >= 1 && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // it is none, as one out of range
    }
    throw new HubException(
        HubError.ARGUMENT_INVALID, name + ": no such number (expected: 1 to " + most + ")");
  }
}
