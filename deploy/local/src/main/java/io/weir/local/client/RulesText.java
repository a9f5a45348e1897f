package io.weir.local.client;

/**
 * The rules in force.
 *
 * @param version rises by one with each applied file; 0 when none ever was
 * @param text the rule file as it was applied
 */
public record RulesText(long version, String text) {}
