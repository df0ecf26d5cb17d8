package dev.vendaval.nimbus.leadership;

import java.time.Duration;

/**
 * What a leader goes by.
 *
 * @param hostTimeout how long nothing is heard of a host before its workers are moved
 * @param rebalanceOnJoin whether a supervisor that joins takes over work
 */
public record LeadershipSettings(Duration hostTimeout, boolean rebalanceOnJoin) {}
