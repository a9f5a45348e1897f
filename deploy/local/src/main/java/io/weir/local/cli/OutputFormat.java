package io.weir.local.cli;

/** How a command prints its result: a table for people, JSON for programs. */
public enum OutputFormat {
  TABLE,
  JSON
}
