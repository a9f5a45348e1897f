package io.weir.local.cli;

/**
 * How far an import has come.
 *
 * @param lines of the file that are done
 * @param checksum of the file up to there, by which it is known again
 */
record ImportState(long lines, long imported, long failed, long checksum) {
  static final ImportState BEGINNING = new ImportState(0, 0, 0, 0);
}
