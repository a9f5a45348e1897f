package io.weir.device.connection;

/** One connection of one device; compared for equality, never for order. */
public record ConnectionId(String incarnation, long counter) {}
