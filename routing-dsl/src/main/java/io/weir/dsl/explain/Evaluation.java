package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.body.BodyReader;
import io.weir.dsl.body.BodyReading;
import io.weir.dsl.message.Message;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import java.util.Optional;

/** One message, of which any part of any condition can be asked. */
final class Evaluation {

  private final Message message;
  private final Scope scope;

  Evaluation(Message message) {
    this.message = message;
    this.scope = new Scope(message);
  }

  Message message() {
    return message;
  }

  /** What became of the body. */
  BodyReading body() {
    return BodyReader.read(message);
  }

  /** As operators and functions see it. */
  Object value(Expression expression) {
    return Computation.of(expression).value(scope);
  }

  Truth truth(Expression expression) {
    return Truth.of(value(expression));
  }

  /** As people see it: whole objects and arrays, too; empty when it is undefined. */
  Optional<JsonNode> shown(Expression expression) {
    // A document may hold what is no value, such as the byte strings of CBOR.
    return value(expression) == Special.UNDEFINED
        ? Optional.empty()
        : Optional.ofNullable(Computation.of(expression).json(scope));
  }
}
