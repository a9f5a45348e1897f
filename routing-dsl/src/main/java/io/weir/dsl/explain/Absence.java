package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.body.BodyReading;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.Shown;
import java.util.List;
import java.util.Locale;

/** Says why something that a condition reads of a message is not there. */
final class Absence {

  private final Evaluation evaluation;

  Absence(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** The reason, for a leaf that is undefined. */
  String of(Expression leaf) {
    if (leaf instanceof Expression.Property property) {
      return "the message has no property '" + Shown.text(property.name()) + "'";
    }
    if (leaf instanceof Expression.SystemRead read) {
      return "the message has no system property '$" + Shown.text(read.name()) + "'";
    }
    if (leaf instanceof Expression.Body body) {
      return inBody(body.path());
    }
    if (leaf instanceof Expression.TwinChange change) {
      return inBody(change.path());
    }
    if (leaf instanceof Expression.Twin twin) {
      JsonNode document = evaluation.message().twin();
      return document == null ? "the message comes with no twin" : lost("$twin", document, twin);
    }
    return "it has no value";
  }

  private static String lost(String name, JsonNode document, Expression.Path path) {
    return new Trail(name, document).lost(path.path());
  }

  private String inBody(List<PathStep> path) {
    BodyReading reading = evaluation.body();
    if (reading instanceof BodyReading.Undecodable failure) {
      return "the body cannot be decoded: " + failure.reason();
    }
    return reading instanceof BodyReading.Decoded decoded
        ? new Trail("$body", decoded.document()).lost(path)
        : notDeclared();
  }

  private String notDeclared() {
    String type = evaluation.message().systemProperty(SystemProperty.CONTENT_TYPE);
    String encoding = evaluation.message().systemProperty(SystemProperty.CONTENT_ENCODING);
    if (type == null) {
      return "the message has no content type (expected: such as application/json)";
    }
    boolean json =
        type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    return json && (encoding == null || encoding.isBlank())
        ? "the message has no content encoding (expected: such as utf-8)"
        : "bodies of the content type '"
            + Shown.text(type)
            + "' are not read (expected: such as application/json)";
  }
}
