package io.weir.device.identity;

/**
 * How many devices there are.
 *
 * @param enabled of them
 * @param connected devices that some node holds
 * @param modules of all devices
 */
public record DeviceTotals(long total, long enabled, long connected, long modules) {}
