package io.weir.dsl.endpoint;

import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes endpoints of their declarations. */
public final class EndpointReader {

  private static final List<String> BUILT_IN = List.of(EventsEndpoint.NAME, DropEndpoint.NAME);

  private final Problems problems;
  private final List<EndpointKind> kinds;
  private final String words;

  /**
   * @param ownTopics how the names of topics begin that no endpoint may have
   */
  public EndpointReader(Problems problems, Optional<String> ownTopics) {
    this.problems = problems;
    this.kinds = List.of(new KafkaKind(ownTopics), new FilesKind(), new WebhookKind());
    this.words = kinds.stream().map(EndpointKind::word).collect(Collectors.joining(", "));
  }

  /** The endpoint; empty after an error. */
  public Optional<Endpoint> read(Statement.EndpointDeclaration declaration) {
    for (EndpointKind kind : kinds) {
      if (kind.word().equalsIgnoreCase(declaration.kind().text())) {
        return read(declaration, kind);
      }
    }
    unknown(declaration.kind());
    return Optional.empty();
  }

  private Optional<Endpoint> read(Statement.EndpointDeclaration declaration, EndpointKind kind) {
    Options options = new Options(declaration, kind, problems);
    try {
      Endpoint endpoint = kind.read(declaration.name().text(), options);
      return options.sound() ? Optional.of(endpoint) : Optional.empty();
    } catch (Options.Unusable e) {
      return Optional.empty();
    }
  }

  private void unknown(Statement.Name kind) {
    String word = Shown.text(kind.text());
    if (BUILT_IN.stream().anyMatch(kind.text()::equalsIgnoreCase)) {
      problems.error(
          kind.span(), "'" + word + "' is built in and is not declared (expected: " + words + ")");
      return;
    }
    problems.error(
        kind.span(),
        "there is no endpoint kind '"
            + word
            + "' (expected: "
            + words
            + ")"
            + Nearest.hint(kind.text(), kinds.stream().map(EndpointKind::word).toList()));
  }
}
