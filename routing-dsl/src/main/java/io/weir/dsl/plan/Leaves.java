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

  /** Finds all that stands at a path into the body, objects and arrays included. */
  interface Part {
    /** Null when there is nothing. */
    JsonNode find(Scope scope);
  }

  /** A path into the body ({@code ROUTE-07}). */
  static final class Body extends Node implements Part {
    private final PathStep[] path;

    Body(List<PathStep> path) {
      this.path = path.toArray(new PathStep[0]);
    }

    @Override
    Object value(Scope scope) {
      return value(find(scope));
    }

    @Override
    double number(Scope scope) {
      JsonNode node = find(scope);
      return node != null && node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    @Override
    public JsonNode find(Scope scope) {
      JsonNode node = scope.body();
      if (path.length == 0) {
        return node != null && node.isContainerNode() ? node : null;
      }
      for (int i = 0; i < path.length && node != null; i++) {
        node =
            path[i] instanceof PathStep.Member member
                ? node.get(member.name())
                : node.get(((PathStep.Element) path[i]).index());
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
        case ARRAY -> Special.ARRAY;
        case BINARY, MISSING, POJO -> Special.UNDEFINED;
      };
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
  }

  /** Likewise, with all that stands there. */
  record PickedPart(int slot) implements Part {
    @Override
    public JsonNode find(Scope scope) {
      return scope.picked(slot) instanceof JsonNode node ? node : null;
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
  }
}
