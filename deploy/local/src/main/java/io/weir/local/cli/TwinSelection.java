package io.weir.local.cli;

import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The query that finds the twins of a bulk update: of what it finds only the ids matter. */
final class TwinSelection {
  private static final String IDS = "SELECT deviceId, moduleId FROM devices";
  private static final Pattern SELECT = Pattern.compile("(?is)select\\s.*");

  /** Names alone: who counts or groups does not mean twins. */
  private static final Pattern OF_TWINS =
      Pattern.compile(
          "(?is)select\\s++(?!(?:top\\s++\\d++\\s++)?distinct\\s)(top\\s++\\d++\\s++)?+(?!top\\s)"
              + "[\\w$.,*\\[\\]\\s]+?\\s"
              + "from\\s+(devices(?:\\.modules)?)(\\s.*)?");

  private static final Pattern LITERALS =
      Pattern.compile("(?s)'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern ORDER_BY = Pattern.compile("(?is).*\\border\\s+by\\b.*");

  private TwinSelection() {}

  /**
   * The query.
   *
   * @param wish a condition, a query, or an asterisk for all devices
   * @throws CommandFailure when it is neither: nothing must be changed by mistake
   */
  static String query(String wish) {
    String text = wish.strip();
    if (text.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--query: empty (expected: a condition, or * for all devices)");
    }
    if (ORDER_BY.matcher(LITERALS.matcher(text).replaceAll("''")).matches()) {
      throw new CommandFailure(
          "--query: ORDER BY (expected: none, since what is changed may change its place)");
    }
    if (text.equals("*")) {
      return IDS;
    }
    if (!SELECT.matcher(text).matches()) {
      return IDS + " WHERE " + text;
    }
    Matcher query = OF_TWINS.matcher(text);
    if (!query.matches()) {
      throw new CommandFailure(
          "--query: not of twins (expected: a condition, or SELECT [TOP n] * FROM"
              + " devices|devices.modules [WHERE ...])");
    }
    return "SELECT "
        + (query.group(1) == null ? "" : query.group(1))
        + "deviceId, moduleId FROM "
        + query.group(2)
        + (query.group(3) == null ? "" : query.group(3));
  }
}
