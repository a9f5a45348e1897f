package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The terms by which a twin is found: {@code PATH=VALUE} for each scalar at an indexed path, {@code
 * PATH[]=VALUE} for each scalar in an array there, and for numbers those of their ranges. A twin
 * with more terms than are kept has the term {@link #CUT} or {@link #CUT_RANGES}, so that whoever
 * looks for a term looks at those twins too.
 */
public final class IndexTerms {

  /** Not all of the twin's values are there. */
  public static final String CUT = "*";

  /** Not all of the twin's numbers are there by their ranges. */
  public static final String CUT_RANGES = "*r";

  /** Kept of each of the two kinds, so that many numbers hide no value. */
  private static final int MAX_TERMS = 256;

  /** In UTF-16 units. */
  private static final int MAX_TEXT = 128;

  private static final int MAX_PATH = 400;

  private final IndexedPaths paths;

  public IndexTerms(IndexedPaths paths) {
    this.paths = paths;
  }

  /** Of tags and desired properties. */
  public Set<String> ofService(ObjectNode tags, ObjectNode desired) {
    Collector collector = new Collector();
    collector.object(SectionKind.TAGS.path(), tags, 0);
    collector.object(SectionKind.DESIRED.path(), desired, 0);
    return collector.terms();
  }

  /** Of reported properties. */
  public Set<String> ofReported(ObjectNode reported) {
    Collector collector = new Collector();
    collector.object(SectionKind.REPORTED.path(), reported, 0);
    return collector.terms();
  }

  /** The term of a string at a path. */
  public static String text(String path, String value) {
    int end = Math.min(value.length(), MAX_TEXT);
    if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
      // Half a pair would be stored as another character.
      end--;
    }
    return path + "=s" + value.substring(0, end);
  }

  /** The term of a boolean at a path. */
  public static String bool(String path, boolean value) {
    return path + (value ? "=b1" : "=b0");
  }

  /** The term of a number at a path. */
  public static String number(String path, double value) {
    return path + "=" + NumberTerms.exact(value);
  }

  /** The terms that cover a range of numbers at a path, see {@link NumberTerms#covering}. */
  public static List<String> range(String path, double low, double high) {
    return NumberTerms.covering(low, high).stream().map(bucket -> path + "=" + bucket).toList();
  }

  /** The path under which the elements of an array stand. */
  public static String elements(String path) {
    return path + "[]";
  }

  private final class Collector {
    private final Set<String> values = new LinkedHashSet<>();
    private final Set<String> ranges = new LinkedHashSet<>();
    private boolean cut;
    private boolean rangesCut;

    /**
     * @param depth steps of the path below the section
     */
    void object(String path, ObjectNode object, int depth) {
      for (var member : object.properties()) {
        value(path + "." + member.getKey(), member.getValue(), depth + 1);
      }
    }

    private void value(String path, JsonNode value, int depth) {
      if (value instanceof ObjectNode object) {
        if (paths.reachesBelow(path, depth)) {
          object(path, object, depth);
        }
      } else if (paths.covers(path, depth)) {
        if (value instanceof ArrayNode array) {
          for (JsonNode element : array) {
            scalar(elements(path), element);
          }
        } else {
          scalar(path, value);
          if (value.isNumber()) {
            range(path, value.doubleValue());
          }
        }
      }
    }

    private void scalar(String path, JsonNode value) {
      if (value.isTextual()) {
        add(path, text(path, value.textValue()));
      } else if (value.isBoolean()) {
        add(path, bool(path, value.booleanValue()));
      } else if (value.isNumber()) {
        add(path, number(path, value.doubleValue()));
      }
    }

    private void add(String path, String term) {
      if (values.size() >= MAX_TERMS || path.length() > MAX_PATH) {
        cut = true;
      } else {
        values.add(term);
      }
    }

    /** All of a number's ranges or none: a range may be looked for by any of them. */
    private void range(String path, double number) {
      List<String> buckets = NumberTerms.buckets(number);
      if (ranges.size() + buckets.size() > MAX_TERMS || path.length() > MAX_PATH) {
        rangesCut = true;
      } else {
        buckets.forEach(bucket -> ranges.add(path + "=" + bucket));
      }
    }

    Set<String> terms() {
      Set<String> terms = new LinkedHashSet<>(values);
      terms.addAll(ranges);
      if (cut) {
        terms.add(CUT);
      }
      if (rangesCut) {
        terms.add(CUT_RANGES);
      }
      return terms;
    }
  }
}
