package io.weir.device.state;

/** What the one writer remembers of the rule set. */
public record RulesState(RulesVersion current, long now) {}
