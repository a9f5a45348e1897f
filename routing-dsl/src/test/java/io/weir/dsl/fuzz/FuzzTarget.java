package io.weir.dsl.fuzz;

import io.weir.dsl.Compilation;
import io.weir.dsl.Diagnostic;
import io.weir.dsl.Router;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.body.BodyReader;
import io.weir.dsl.body.BodyReading;
import io.weir.dsl.body.DeclaredBody;
import io.weir.dsl.query.Queries;
import io.weir.dsl.query.QueryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What takes input from outside; throws what it should not, and nothing else. */
enum FuzzTarget {
  RULES {
    @Override
    List<byte[]> seeds() {
      return List.of(resource("fuzz/seed.weir").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void take(byte[] input) {
      compile(text(input));
    }
  },

  CONDITIONS {
    @Override
    List<byte[]> seeds() {
      return column("conditions.txt", " \\| ");
    }

    @Override
    void take(byte[] input) {
      compile("route r from DeviceMessages where\n" + text(input) + "\nto events");
    }
  },

  QUERIES {
    @Override
    List<byte[]> seeds() {
      return column("query/queries.txt", " ¦ ");
    }

    @Override
    void take(byte[] input) {
      try {
        var unused = Queries.parse(text(input));
      } catch (QueryException e) {
        // The declared answer to a wrong query.
      }
    }
  },

  BODIES {
    @Override
    List<byte[]> seeds() {
      return FuzzBodies.seeds();
    }

    @Override
    void take(byte[] input) {
      DeclaredBody message = FuzzBodies.message(input);
      if (BodyReader.read(message) instanceof BodyReading.Decoded decoded) {
        var unused = decoded.document().toString();
      }
      var unused = BODY_ROUTER.route(message);
    }
  };

  private static final DeclaredBody MESSAGE =
      new DeclaredBody(
          "application/json", "utf-8", "{\"a\":[{\"b\":1}]}".getBytes(StandardCharsets.UTF_8));

  private static final Router BODY_ROUTER =
      Router.of(
          RuleFiles.compile(
                  "bodies",
                  "route r from DeviceMessages where $body.a[0].b > 1 or $body.t = 'x'"
                      + " or is_object($body) or lower($body.t) = 'x' to events")
              .ruleSet()
              .orElseThrow());

  abstract List<byte[]> seeds();

  abstract void take(byte[] input);

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  /** Whoever compiles also reads the diagnostics, or routes by the rules. */
  private static void compile(String text) {
    Compilation compilation = RuleFiles.compile("fuzz", text);
    compilation.diagnostics().forEach(Diagnostic::render);
    compilation.ruleSet().ifPresent(rules -> Router.of(rules).route(MESSAGE));
  }

  /** The second column of a table of tests. */
  private static List<byte[]> column(String resource, String separator) {
    List<byte[]> cells = new ArrayList<>();
    for (String line : resource(resource).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        cells.add(Arrays.asList(line.split(separator, -1)).get(1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return cells;
  }

  private static String resource(String name) {
    try (InputStream stream = RuleFiles.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
