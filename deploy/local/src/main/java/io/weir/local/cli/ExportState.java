package io.weir.local.cli;

/**
 * How far an export has come.
 *
 * @param next where the next page begins
 * @param bytes of the file that are good; what is behind them was cut off in the middle
 */
record ExportState(String next, long bytes, long lines, boolean keys) {}
