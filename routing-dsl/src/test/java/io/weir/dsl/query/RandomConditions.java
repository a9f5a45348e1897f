package io.weir.dsl.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Random conditions as text, each with its value by the language's definition, computed here
 * without the language's code. Values are Boolean, Double, String, JsonNode for the rest of JSON,
 * and Java's null for undefined.
 */
final class RandomConditions {

  private static final List<String> NAMES = List.of("a", "b", "c", "odd name", "x-y", "none");

  private final Random random;
  private final JsonNode tags;

  RandomConditions(Random random) {
    this.random = random;
    this.tags = randomTags();
  }

  /** A piece of text and its value. */
  record Piece(String text, Object value) {}

  JsonNode document() {
    return JsonNodeFactory.instance.objectNode().set("tags", tags);
  }

  private ObjectNode randomTags() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name : NAMES.subList(0, NAMES.size() - 1)) {
      switch (random.nextInt(9)) {
        case 0, 1 -> object.put(name, random.nextInt(4));
        case 2 -> object.put(name, random.nextInt(4) * 0.5);
        case 3, 4 -> object.put(name, "abc".substring(0, random.nextInt(4)));
        case 5 -> object.put(name, random.nextBoolean());
        case 6 -> object.putNull(name);
        case 7 -> object.putArray(name).add(1).add("a").add(true);
        default -> {
          // Left out.
        }
      }
    }
    return object;
  }

  Piece condition(int depth) {
    if (depth == 0) {
      return comparison();
    }
    switch (random.nextInt(6)) {
      case 0 -> {
        Piece operand = condition(depth - 1);
        return new Piece(word("not") + " (" + operand.text + ")", not(operand.value));
      }
      case 1, 2 -> {
        Piece left = condition(depth - 1);
        Piece right = condition(depth - 1);
        Object value =
            Boolean.FALSE.equals(left.value) || Boolean.FALSE.equals(right.value)
                ? (Object) false
                : left.value == null || right.value == null ? null : (Object) true;
        return new Piece("(" + left.text + ") " + word("and") + " (" + right.text + ")", value);
      }
      case 3, 4 -> {
        Piece left = condition(depth - 1);
        Piece right = condition(depth - 1);
        return new Piece(
            "(" + left.text + ") " + word("or") + " (" + right.text + ")",
            or(left.value, right.value));
      }
      default -> {
        return comparison();
      }
    }
  }

  private Piece comparison() {
    Piece left = value();
    switch (random.nextInt(8)) {
      case 0 -> {
        Piece right = value();
        return new Piece(left.text + " = " + right.text, equal(left.value, right.value));
      }
      case 1 -> {
        Piece right = value();
        String operator = random.nextBoolean() ? "!=" : "<>";
        return new Piece(left.text + operator + right.text, not(equal(left.value, right.value)));
      }
      case 2 -> {
        Piece right = value();
        String operator = List.of("<", "<=", ">", ">=").get(random.nextInt(4));
        return new Piece(
            left.text + " " + operator + " " + right.text,
            ordered(operator, left.value, right.value));
      }
      case 3 -> {
        List<String> texts = new ArrayList<>();
        Object value = false;
        for (int i = 0; i <= random.nextInt(3); i++) {
          Piece candidate = value();
          texts.add(candidate.text);
          value = or(value, equal(left.value, candidate.value));
        }
        boolean negated = random.nextBoolean();
        String in = !negated ? word("in") : random.nextBoolean() ? word("nin") : word("not in");
        return new Piece(
            left.text + " " + in + " [" + String.join(", ", texts) + "]",
            negated ? not(value) : value);
      }
      case 4 -> {
        Piece array = path();
        Object value = null;
        if (array.value instanceof JsonNode node && node.isArray() && isComparable(left.value)) {
          value = false;
          for (JsonNode element : node) {
            value = or(value, Boolean.TRUE.equals(equal(left.value, of(element))));
          }
        }
        boolean negated = random.nextBoolean();
        return new Piece(
            left.text + " " + word(negated ? "not in" : "in") + " " + array.text,
            negated ? not(value) : value);
      }
      case 5 -> {
        Piece path = path();
        return new Piece(word("is_defined") + "(" + path.text + ")", path.value != null);
      }
      case 6 -> {
        Piece path = path();
        return new Piece(word("is_number") + "(" + path.text + ")", path.value instanceof Double);
      }
      default -> {
        Piece path = path();
        String prefix = "abc".substring(0, random.nextInt(3));
        Object value =
            path.value instanceof String text
                ? (Object) text.startsWith(prefix)
                : path.value instanceof Double || path.value instanceof Boolean
                    ? (Object) false
                    : null;
        return new Piece(path.text + " " + word("like") + " '" + prefix + "%'", value);
      }
    }
  }

  private Piece value() {
    return switch (random.nextInt(7)) {
      case 0 -> {
        int number = random.nextInt(4);
        yield new Piece((random.nextBoolean() ? "" : "0x") + number, (double) number);
      }
      case 1 -> {
        String text = "abc".substring(0, random.nextInt(4));
        String quote = random.nextBoolean() ? "'" : "\"";
        yield new Piece(quote + text + quote, text);
      }
      case 2 -> new Piece(word("true"), true);
      case 3 -> new Piece(word("null"), JsonNodeFactory.instance.nullNode());
      case 4 -> {
        Piece path = path();
        int number = random.nextInt(3);
        yield new Piece(
            path.text + " + " + number, path.value instanceof Double d ? d + number : null);
      }
      default -> path();
    };
  }

  private Piece path() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    boolean plain = name.matches("[a-z]+");
    String step =
        plain && random.nextBoolean()
            ? "." + name
            : random.nextBoolean() ? ".[[" + name + "]]" : "['" + name + "']";
    String prefix = random.nextBoolean() ? word("tags") : (word("devices") + "." + word("tags"));
    return new Piece(prefix + step, of(tags.get(name)));
  }

  private static Object of(JsonNode node) {
    if (node == null) {
      return null;
    }
    return node.isNumber()
        ? (Object) node.doubleValue()
        : node.isTextual() ? node.textValue() : node.isBoolean() ? node.booleanValue() : node;
  }

  private static boolean isComparable(Object value) {
    boolean whole = value instanceof JsonNode node && node.isContainerNode();
    return value != null && !whole;
  }

  private static Object equal(Object left, Object right) {
    if (!isComparable(left) || !isComparable(right)) {
      return null;
    }
    return left.equals(right);
  }

  private static Object ordered(String operator, Object left, Object right) {
    int order;
    if (left instanceof Double a && right instanceof Double b) {
      order = a.compareTo(b);
    } else if (left instanceof String a && right instanceof String b) {
      order = a.compareTo(b);
    } else if (left instanceof Boolean a && right instanceof Boolean b) {
      order = a.compareTo(b);
    } else {
      boolean scalars =
          left != null
              && right != null
              && !(left instanceof JsonNode)
              && !(right instanceof JsonNode);
      return scalars ? (Object) false : null;
    }
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static Object not(Object value) {
    return value == null ? null : !(Boolean) value;
  }

  private static Object or(Object left, Object right) {
    return Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)
        ? (Object) true
        : left == null || right == null ? null : (Object) false;
  }

  private String word(String word) {
    return random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word;
  }
}
