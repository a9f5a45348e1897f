package io.weir.device.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One version of the rule set without its text.
 *
 * @param appliedAt epoch milliseconds
 * @param bytes of the text in UTF-8; null for a version of the first release
 * @param sha256 of those bytes, in lower-case hexadecimal; null for a version of the first release
 * @param appliedBy as in {@link RulesVersion}
 * @param note as in {@link RulesVersion}
 */
public record RulesSummary(
    long version, long appliedAt, Integer bytes, String sha256, String appliedBy, String note) {

  public static RulesSummary of(RulesVersion rules) {
    byte[] bytes = rules.text().getBytes(StandardCharsets.UTF_8);
    return new RulesSummary(
        rules.version(),
        rules.appliedAt(),
        bytes.length,
        HexFormat.of().formatHex(digest().digest(bytes)),
        rules.appliedBy(),
        rules.note());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: not there (expected: in every JDK)", e);
    }
  }
}
