package io.weir.dsl.plan;

import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression may read of a message, whatever the message holds.
 *
 * @param body paths into the body; each stands for all that lies below it, too
 * @param twin paths into the twin, likewise
 * @param properties names of application properties, in lower case
 * @param systemProperties the system properties
 * @param elements whether it reads an element that a quantifier around it tests, so that it has no
 *     value of its own
 */
public record Reads(
    Set<List<PathStep>> body,
    Set<List<PathStep>> twin,
    Set<String> properties,
    Set<SystemProperty> systemProperties,
    boolean elements) {

  public Reads {
    body = Set.copyOf(body);
    twin = Set.copyOf(twin);
    properties = Set.copyOf(properties);
    systemProperties = Set.copyOf(systemProperties);
  }

  public static Reads of(Expression expression) {
    Collector collector = new Collector();
    collector.visit(expression);
    return new Reads(
        collector.body,
        collector.twin,
        collector.properties,
        collector.systemProperties,
        collector.elements);
  }

  private static final class Collector {
    private final Set<List<PathStep>> body = new LinkedHashSet<>();
    private final Set<List<PathStep>> twin = new LinkedHashSet<>();
    private final Set<String> properties = new LinkedHashSet<>();
    private final Set<SystemProperty> systemProperties = new LinkedHashSet<>();
    private final Set<Integer> bound = new LinkedHashSet<>();
    private boolean elements;

    private void visit(Expression expression) {
      if (expression instanceof Expression.Body path) {
        body.add(path.path());
      } else if (expression instanceof Expression.TwinChange change) {
        body.add(change.path());
      } else if (expression instanceof Expression.Twin path) {
        twin.add(path.path());
      } else if (expression instanceof Expression.Property property) {
        property(property.name());
      } else if (expression instanceof Expression.SystemRead read) {
        systemRead(read);
      } else if (expression instanceof Expression.Variable variable) {
        elements |= !bound.contains(variable.depth());
      } else if (expression instanceof Expression.Quantified quantified) {
        visit(quantified.array());
        boolean outermost = bound.add(quantified.depth());
        visit(quantified.test());
        if (outermost) {
          bound.remove(quantified.depth());
        }
      } else {
        expression.children().forEach(this::visit);
      }
    }

    private void property(String name) {
      properties.add(name.toLowerCase(Locale.ROOT));
    }

    private void systemRead(Expression.SystemRead read) {
      Optional<SystemProperty> property = SystemProperty.named(read.name());
      property.ifPresent(systemProperties::add);
      if (property.isPresent() && !read.systemOnly()) {
        property("$" + read.name());
      }
    }
  }
}
