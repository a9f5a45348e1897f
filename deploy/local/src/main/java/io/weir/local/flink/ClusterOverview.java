package io.weir.local.flink;

/** What a Flink cluster has: TaskManagers, and slots in all and free. */
public record ClusterOverview(int taskManagers, int slots, int freeSlots) {}
