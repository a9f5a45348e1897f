package io.weir.dsl.query;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import io.weir.dsl.syntax.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names of a twin's document: those of the hub compare without case (QRY-01), those that
 * devices and back ends chose compare exactly.
 */
final class Names {

  private static final Map<String, String> TOP =
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
          "version",
          "modelId",
          "tags",
          "properties",
          "capabilities");

  private static final Map<String, String> SECTIONS = byLowerCase("desired", "reported");

  private final Problems problems;

  Names(Problems problems) {
    this.problems = problems;
  }

  /** The path by its canonical names; a mistake is reported. */
  Expression.Body canonical(Expression.Body body) {
    List<PathStep> path = withoutSource(body.path());
    if (path.isEmpty() || !(path.get(0) instanceof Member first)) {
      problems.error(body.span(), "this is no path (expected: such as tags.floor)");
      return body;
    }
    List<PathStep> steps = new ArrayList<>(path);
    String name = known(body, first, TOP);
    steps.set(0, new Member(name));
    if (name.equals("properties") && steps.size() > 1 && steps.get(1) instanceof Member second) {
      steps.set(1, new Member(known(body, second, SECTIONS)));
    }
    return new Expression.Body(steps, body.span());
  }

  private String known(Expression.Body body, Member step, Map<String, String> names) {
    String name = names.get(step.name().toLowerCase(Locale.ROOT));
    if (name == null) {
      problems.error(
          body.span(),
          "there is no '"
              + step.name()
              + "' in a twin"
              + Nearest.hint(step.name(), names.values()));
      return step.name();
    }
    return name;
  }

  /** {@code devices.tags.floor} is {@code tags.floor}. */
  private static List<PathStep> withoutSource(List<PathStep> path) {
    int skip = 0;
    for (String part : new String[] {"devices", "modules"}) {
      boolean next =
          path.size() > skip + 1
              && path.get(skip) instanceof Member member
              && member.name().equalsIgnoreCase(part);
      if (!next) {
        break;
      }
      skip++;
    }
    return path.subList(skip, path.size());
  }

  private static Map<String, String> byLowerCase(String... names) {
    Map<String, String> map = new TreeMap<>();
    Stream.of(names).forEach(name -> map.put(name.toLowerCase(Locale.ROOT), name));
    return map;
  }
}
