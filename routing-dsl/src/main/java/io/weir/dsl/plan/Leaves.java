package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Values;
import java.util.List;

/** The nodes that read the message, and the one that need not. */
final class Leaves {

  private Leaves() {}

  /** A value known before any message. */
  static final class Constant extends Node {
    static final Constant UNDEFINED = new Constant(Special.UNDEFINED);

    private final Object value;

    Constant(Object value) {
      this.value = value;
    }

    @Override
    Object value(Scope scope) {
      return value;
    }

    @Override
    boolean constant() {
      return true;
    }
  }

  /** An application property: a string or undefined ({@code ROUTE-05}). */
  static final class Property extends Node {
    private final String name;

    Property(String name) {
      this.name = name;
    }

    @Override
    Object value(Scope scope) {
      String value = scope.message().property(name);
      return value == null ? Special.UNDEFINED : value;
    }
  }

  /** A system property, behind an application property of that very name ({@code ROUTE-06}). */
  static final class SystemRead extends Node {
    private final SystemProperty property;
    private final String literalName;

    /**
     * @param literalName the application property to look for first, or null for the form in braces
     */
    SystemRead(SystemProperty property, String literalName) {
      this.property = property;
      this.literalName = literalName;
    }

    @Override
    Object value(Scope scope) {
      if (literalName != null) {
        String first = scope.message().property(literalName);
        if (first != null) {
          return first;
        }
      }
      String value = scope.message().systemProperty(property);
      return value == null ? Special.UNDEFINED : value;
    }
  }

  /** A path into a JSON document. */
  abstract static class Path extends Node {
    private final PathStep[] path;

    /** The one member that most paths consist of; null for the others. */
    private final String member;

    Path(List<PathStep> path) {
      this.path = path.toArray(new PathStep[0]);
      this.member =
          path.size() == 1 && path.get(0) instanceof PathStep.Member one ? one.name() : null;
    }

    /** Where the path begins; null when there is nothing. */
    abstract JsonNode root(Scope scope);

    @Override
    final Object value(Scope scope) {
      return value(find(scope));
    }

    @Override
    final double number(Scope scope) {
      JsonNode node = find(scope);
      return node != null && node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    /** Null when there is nothing. */
    final JsonNode find(Scope scope) {
      JsonNode node = root(scope);
      if (member != null) {
        return node == null ? null : node.get(member);
      }
      for (PathStep step : path) {
        if (node == null) {
          return null;
        }
        node =
            step instanceof PathStep.Member member
                ? node.get(member.name())
                : node.get(((PathStep.Element) step).index());
      }
      return node;
    }

    static Object value(JsonNode node) {
      if (node == null) {
        return Special.UNDEFINED;
      }
      return switch (node.getNodeType()) {
        case STRING -> node.textValue();
        case NUMBER -> Values.number(node.doubleValue());
        case BOOLEAN -> node.booleanValue();
        case NULL -> Special.NULL;
        case OBJECT -> Special.OBJECT;
        case ARRAY -> new JsonArray(node);
        case BINARY, MISSING, POJO -> Special.UNDEFINED;
      };
    }
  }

  /** A path into the body ({@code ROUTE-07}). */
  static final class Body extends Path {
    private final boolean whole;

    Body(List<PathStep> path) {
      super(path);
      this.whole = path.isEmpty();
    }

    @Override
    JsonNode root(Scope scope) {
      JsonNode body = scope.body();
      return whole && body != null && body.isValueNode() ? null : body;
    }
  }

  /** A path into the twin ({@code ROUTE-08}). */
  static final class Twin extends Path {
    Twin(List<PathStep> path) {
      super(path);
    }

    @Override
    JsonNode root(Scope scope) {
      return scope.twin();
    }
  }

  /** An element that is being tested, or a path into it. */
  static final class Variable extends Path {
    private final int depth;

    Variable(int depth, List<PathStep> path) {
      super(path);
      this.depth = depth;
    }

    @Override
    JsonNode root(Scope scope) {
      return scope.elements().get(depth);
    }
  }

  /** A path that is read from the body together with the others of a set. */
  static final class Picked extends Node {
    private final int slot;

    Picked(int slot) {
      this.slot = slot;
    }

    @Override
    Object value(Scope scope) {
      return scope.picked(slot);
    }

    @Override
    boolean cheap() {
      return true;
    }
  }

  /** A value that several conditions ask for: computed when the first one does. */
  static final class Kept extends Node {
    private final Node node;
    private final int slot;

    Kept(Node node, int slot) {
      this.node = node;
      this.slot = slot;
    }

    @Override
    Object value(Scope scope) {
      Object value = scope.kept(slot);
      if (value == null) {
        value = node.value(scope);
        scope.keep(slot, value);
      }
      return value;
    }

    @Override
    boolean cheap() {
      return true;
    }
  }
}
