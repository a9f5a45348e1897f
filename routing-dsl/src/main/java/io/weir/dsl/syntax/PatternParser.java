package io.weir.dsl.syntax;

import io.weir.dsl.syntax.TokenStream.GiveUp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Parses {@code pattern}: what must follow on what, and how soon. */
final class PatternParser {

  /** So often may a step be asked for. */
  static final int MAX_REPEATS = 1_000;

  private final TokenStream tokens;
  private final StatementParser statements;
  private final ExpressionParser expressions;

  PatternParser(TokenStream tokens, StatementParser statements, ExpressionParser expressions) {
    this.tokens = tokens;
    this.statements = statements;
    this.expressions = expressions;
  }

  /** Parses what stands behind the word. */
  Statement pattern(Token word) throws GiveUp {
    Statement.Name name = tokens.expectName("the pattern's name");
    Statement.Name source = statements.source();
    tokens.expectWord("match", "'match' and the steps, such as match rise then peak{2,}");
    List<Statement.Step> steps = steps();
    tokens.expectWord("within", "'then' and another step, or 'within' and a duration");
    Statement.Value within = expressions.value();
    tokens.expectWord(
        "where", "'where' and the steps' conditions, such as rise: $body.temperature > 80");
    List<Statement.StepCondition> conditions = conditions();
    tokens.expectWord(
        "per", "an operator, ',' and another step's condition, or 'per' such as per device");
    Expression key = expressions.parse();
    tokens.expectWord("to", "'to' and the endpoints");
    List<Statement.Name> endpoints = statements.endpoints();
    statements.expectEnd("',' and another endpoint");
    return new Statement.PatternDeclaration(
        name, source, steps, within, conditions, key, endpoints, tokens.since(word.span().start()));
  }

  private List<Statement.Step> steps() throws GiveUp {
    List<Statement.Step> steps = new ArrayList<>();
    do {
      steps.add(step());
    } while (tokens.takeWord("then"));
    return steps;
  }

  private Statement.Step step() throws GiveUp {
    Statement.Name name = tokens.expectName("a step's name");
    int least = 1;
    OptionalInt most = OptionalInt.of(1);
    if (tokens.takeSymbol("+")) {
      most = OptionalInt.empty();
    } else if (tokens.takeSymbol("*")) {
      least = 0;
      most = OptionalInt.empty();
    } else if (tokens.takeSymbol("?")) {
      least = 0;
    } else if (tokens.takeSymbol("{")) {
      least = repeats();
      most = OptionalInt.of(least);
      if (tokens.takeSymbol(",")) {
        most = tokens.peek().symbol("}") ? OptionalInt.empty() : OptionalInt.of(repeats());
      }
      tokens.expectSymbol("}", "',' or '}', such as {2}, {2,} or {2,5}");
    }
    return new Statement.Step(name, least, most, tokens.since(name.span().start()));
  }

  private int repeats() throws GiveUp {
    Token token = tokens.peek();
    double number = token.kind() == TokenKind.NUMBER ? Numerals.literal(token.text()) : Double.NaN;
    if (!(number <= MAX_REPEATS) || number != Math.rint(number)) {
      throw tokens.unexpected("a whole number from 0 to " + MAX_REPEATS);
    }
    tokens.take();
    return (int) number;
  }

  private List<Statement.StepCondition> conditions() throws GiveUp {
    List<Statement.StepCondition> conditions = new ArrayList<>();
    do {
      Statement.Name step = tokens.expectName("a step's name");
      tokens.expectSymbol(":", "':' and the step's condition");
      conditions.add(new Statement.StepCondition(step, expressions.parse()));
    } while (tokens.takeSymbol(","));
    return conditions;
  }
}
