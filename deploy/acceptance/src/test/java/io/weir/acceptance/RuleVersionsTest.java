package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The one rule set: its versions, and the shadow beside it. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(67)
class RuleVersionsTest {

  private static final String ONE =
      """
      endpoint first kafka { topic = 'versions-first' }
      route all from DeviceMessages where level = 'one' to first
      """;
  private static final String TWO = ONE.replace("'one'", "'two'");

  private final Hub hub = Hub.shared();

  @AfterAll
  static void removeRules() {
    Hub.shared().weir("rules", "delete", "--yes").succeeded();
  }

  @Test
  @DisplayName("Rules: each version is kept, with who applied it and why, and can be shown")
  void history() {
    long one = apply("one.weir", ONE, "-m", "first of all");
    long two = apply("two.weir", TWO);

    assertThat(two).isEqualTo(one + 1);
    assertThat(show()).isEqualTo(TWO);
    assertThat(hub.weir("rules", "show", "--version", "" + one).succeeded().stdout())
        .isEqualTo(ONE);
    JsonNode versions = json("rules", "history", "--last", "2").path("versions");
    assertThat(versions).hasSize(2);
    assertThat(versions.at("/0/version").asLong()).isEqualTo(two);
    assertThat(versions.at("/1/note").asText()).isEqualTo("first of all");
    assertThat(versions.at("/1/appliedBy").asText()).isEqualTo("iothubowner");
    assertThat(versions.at("/1/bytes").asInt()).isEqualTo(ONE.length());
    assertThat(versions.at("/1/sha256").asText()).hasSize(64);
    assertThat(hub.weir("rules", "history").succeeded().stdout()).contains("first of all");
    CommandResult unknown = hub.weir("rules", "show", "--version", "999999");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.stderr()).contains("There is no version 999999 of the rules");
  }

  @Test
  @DisplayName("Rules: rollback and delete make new versions; a stale --if-version is refused")
  void rollbackAndDelete() {
    apply("one.weir", ONE);
    long two = apply("two.weir", TWO);

    hub.weir("rules", "rollback").succeeded();
    assertThat(show()).isEqualTo(ONE);
    JsonNode latest = json("rules", "history", "--last", "1").at("/versions/0");
    assertThat(latest.path("version").asLong()).isEqualTo(two + 1);
    assertThat(latest.path("note").asText()).isEqualTo("rollback to version " + (two - 1));

    assertThat(hub.weir("rules", "rollback", "--if-version", "" + two).exitCode()).isEqualTo(1);
    assertThat(hub.weir("rules", "delete", "--if-version", "" + two).exitCode()).isEqualTo(1);
    assertThat(show()).isEqualTo(ONE);
    hub.weir("rules", "rollback", "--to", "" + two).succeeded();
    assertThat(show()).isEqualTo(TWO);

    assertThat(hub.weir("rules", "delete").exitCode()).isEqualTo(2);
    hub.weir("rules", "delete", "--yes").succeeded();
    assertThat(show()).isEmpty();
    hub.weir("rules", "rollback").succeeded();
    assertThat(show()).isEqualTo(TWO);
  }

  @Test
  @DisplayName("Rules: diff says what would change, and with its exit code whether anything would")
  void diff() {
    Path one = Rules.file("one.weir", ONE);
    Path two = Rules.file("two.weir", TWO);
    hub.weir("rules", "apply", one.toString()).succeeded();

    CommandResult same = hub.weir("rules", "diff", one.toString());
    assertThat(same.exitCode()).isZero();
    assertThat(same.stdout()).isEmpty();
    CommandResult different = hub.weir("rules", "diff", two.toString());
    assertThat(different.exitCode()).isEqualTo(1);
    assertThat(different.stdout())
        .contains("-route all from DeviceMessages where level = 'one' to first\n")
        .contains("+route all from DeviceMessages where level = 'two' to first\n")
        .endsWith("route all changed\n");
    JsonNode json = Json.parse(hub.weir("rules", "diff", two.toString(), "-o", "json").stdout());
    assertThat(json.at("/routes/changed/0").asText()).isEqualTo("all");
    assertThat(json.path("same").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("Rules: a shadow stays beside the rules in force until it is promoted or dropped")
  void shadow() {
    Path two = Rules.file("two.weir", TWO);
    long live = apply("one.weir", ONE);
    hub.weir("rules", "apply", "--shadow", two.toString(), "-m", "try").succeeded();

    assertThat(show()).isEqualTo(ONE);
    JsonNode shadow = json("rules", "shadow");
    assertThat(shadow.path("text").asText()).isEqualTo(TWO);
    assertThat(shadow.path("beside").asLong()).isEqualTo(live);
    assertThat(shadow.path("note").asText()).isEqualTo("try");
    assertThat(hub.weir("rules", "shadow", "--text").succeeded().stdout()).isEqualTo(TWO);
    long next = apply("other.weir", "fallback off\n");
    assertThat(json("rules", "shadow").path("beside").asLong()).isEqualTo(live);

    assertThat(hub.weir("rules", "promote", "--if-version", "" + live).exitCode()).isEqualTo(1);
    hub.weir("rules", "promote", "--if-version", "" + next).succeeded();
    assertThat(show()).isEqualTo(TWO);
    CommandResult none = hub.weir("rules", "shadow");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.stderr()).contains("There is no shadow rule set");

    hub.weir("rules", "apply", "--shadow", two.toString()).succeeded();
    hub.weir("rules", "drop-shadow").succeeded();
    assertThat(hub.weir("rules", "promote").exitCode()).isEqualTo(1);
    assertThat(hub.weir("rules", "drop-shadow").exitCode()).isEqualTo(1);
  }

  private long apply(String name, String text, String... options) {
    String file = Rules.file(name, text).toString();
    String[] arguments = new String[options.length + 3];
    arguments[0] = "rules";
    arguments[1] = "apply";
    arguments[2] = file;
    System.arraycopy(options, 0, arguments, 3, options.length);
    hub.weir(arguments).succeeded();
    return json("rules", "list").path("version").asLong();
  }

  private String show() {
    return hub.weir("rules", "show").succeeded().stdout();
  }

  private JsonNode json(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-o";
    all[arguments.length + 1] = "json";
    return Json.parse(hub.weir(all).succeeded().stdout());
  }
}
