package io.weir.dsl.query;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names of a document: those of the hub compare without case (QRY-01), those that devices and
 * back ends chose compare exactly, as they do in twins.
 */
final class Names {

  /** TWIN-01, and what only other hubs fill: undefined here, but no mistake. */
  private static final Map<String, String> TWIN =
      byLowerCase(
          "deviceId",
          "moduleId",
          "etag",
          "deviceEtag",
          "status",
          "statusReason",
          "statusUpdateTime",
          "connectionState",
          "lastActivityTime",
          "cloudToDeviceMessageCount",
          "authenticationType",
          "x509Thumbprint",
          "version",
          "modelId",
          "tags",
          "properties",
          "capabilities",
          "configurations",
          "deviceScope",
          "parentScopes");

  /** JOB-04. */
  private static final Map<String, String> JOB = jobs();

  /** The hub's own names one step below. */
  private static final Map<String, Map<String, String>> BELOW =
      Map.of(
          "properties", byLowerCase("desired", "reported"),
          "capabilities", byLowerCase("iotEdge"),
          "x509Thumbprint", byLowerCase("primaryThumbprint", "secondaryThumbprint"));

  /** Twins have no other names that begin so. */
  private static final Map<String, String> HIDDEN =
      byLowerCase("$metadata", "$version", "$lastUpdated", "$lastUpdatedVersion");

  private final Problems problems;
  private final Map<String, String> top;
  private final String document;

  Names(Source source, Problems problems) {
    this.problems = problems;
    this.top = source == Source.JOBS ? JOB : TWIN;
    this.document = source == Source.JOBS ? "job" : "twin";
  }

  /** The path by its canonical names; a mistake is reported. */
  Expression.Body canonical(Expression.Body body) {
    List<PathStep> steps = new ArrayList<>(withoutSource(body.path()));
    if (!(steps.get(0) instanceof Member first)) {
      problems.error(body.span(), "this is no path (expected: such as tags.floor)");
      return body;
    }
    String name = known(body, first, top);
    steps.set(0, new Member(name));
    Map<String, String> below = BELOW.get(name);
    if (below != null && steps.size() > 1 && steps.get(1) instanceof Member second) {
      steps.set(1, new Member(known(body, second, below)));
    }
    if (name.equals("properties")) {
      steps.replaceAll(Names::hidden);
    }
    return new Expression.Body(steps, body.span());
  }

  private static PathStep hidden(PathStep step) {
    return step instanceof Member member && member.name().startsWith("$")
        ? new Member(HIDDEN.getOrDefault(lower(member.name()), member.name()))
        : step;
  }

  private String known(Expression.Body body, Member step, Map<String, String> names) {
    String name = names.get(lower(step.name()));
    if (name != null) {
      return name;
    }
    String hint = Nearest.hint(step.name(), names.values());
    problems.error(
        body.span(),
        "there is no '"
            + Shown.text(step.name())
            + "' in a "
            + document
            + (hint.isEmpty()
                ? " (expected: one of " + String.join(", ", names.values()) + ")"
                : hint));
    return step.name();
  }

  /** {@code devices.tags.floor} is {@code tags.floor}, {@code devices.jobs.status} likewise. */
  private static List<PathStep> withoutSource(List<PathStep> path) {
    if (path.size() < 2 || !isOneOf(path.get(0), "devices")) {
      return path;
    }
    boolean longer = path.size() > 2 && isOneOf(path.get(1), "modules", "jobs");
    return path.subList(longer ? 2 : 1, path.size());
  }

  private static boolean isOneOf(PathStep step, String... names) {
    return step instanceof Member member
        && Stream.of(names).anyMatch(name -> name.equalsIgnoreCase(member.name()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> byLowerCase(String... names) {
    Map<String, String> map = new TreeMap<>();
    Stream.of(names).forEach(name -> map.put(lower(name), name));
    return map;
  }

  private static Map<String, String> jobs() {
    Map<String, String> names =
        byLowerCase(
            "jobId",
            "jobType",
            "deviceId",
            "moduleId",
            "status",
            "outcome",
            "error",
            "startTimeUtc",
            "endTimeUtc",
            "createdDateTimeUtc",
            "lastUpdatedDateTimeUtc");
    // As the documentation of IoT Hub spells it in its examples.
    names.put("createdtimeutc", "createdDateTimeUtc");
    return names;
  }
}
