package io.weir.local.cli;

import io.weir.local.Weir;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed and how it ended. */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun weir(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Weir.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
