package io.weir.jobs.endpoints;

import java.util.Locale;

/** Which endpoints are one subtask's. */
record Share(int subtask, int subtasks) {

  boolean has(String endpoint) {
    return Math.floorMod(endpoint.toLowerCase(Locale.ROOT).hashCode(), subtasks) == subtask;
  }
}
