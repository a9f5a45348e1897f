package io.weir.jobs.routing;

/** Why a message is explained. */
enum ExplanationReason {

  /** Somebody wants to know of the device. */
  ASKED("asked", 100, 20),

  /** A condition was undefined for it (ROUTE-04). */
  ERROR("error", 60, 1),

  /** No route took it, whether it went to the fallback or nowhere (ROUTE-10). */
  UNROUTED("unrouted", 60, 1);

  private final String wireName;
  private final long atOnce;
  private final long perSecond;

  ExplanationReason(String wireName, long atOnce, long perSecond) {
    this.wireName = wireName;
    this.atOnce = atOnce;
    this.perSecond = perSecond;
  }

  /** As it stands in JSON. */
  String wireName() {
    return wireName;
  }

  /** How many one subtask explains at once for this reason. */
  long atOnce() {
    return atOnce;
  }

  /** How many one subtask explains for this reason in the long run. */
  long perSecond() {
    return perSecond;
  }
}
