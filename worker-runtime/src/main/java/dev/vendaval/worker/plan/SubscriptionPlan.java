package dev.vendaval.worker.plan;

import dev.vendaval.api.Grouping;

/**
 * A component's subscription to a stream.
 *
 * @param consumer id of the subscribing component
 * @param grouping how the tuples are shared out among its tasks
 * @param feedback whether both ends lie in one cycle, so that it is never gated
 */
public record SubscriptionPlan(String consumer, Grouping grouping, boolean feedback) {}
