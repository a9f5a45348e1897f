package io.weir.local.demo;

/**
 * How a demo went.
 *
 * @param summary the account of every message
 * @param p50Millis end-to-end latency over the whole run, device to built-in endpoint
 * @param reconnects how often devices had to connect again
 * @param heldBack messages that were not sent, the hub being slower than the rate
 */
public record DemoResult(
    Summary summary,
    double seconds,
    double p50Millis,
    double p99Millis,
    int reconnects,
    long heldBack) {}
