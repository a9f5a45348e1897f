package io.weir.edge.rules;

/**
 * Who changes the rules, and why.
 *
 * @param policy that the caller acts for
 * @param note the caller's own words; null when there are none
 */
public record Author(String policy, String note) {}
