package dev.vendaval.worker.plan;

import dev.vendaval.api.Fields;
import java.util.List;

/**
 * A declared stream.
 *
 * @param index among all streams of the topology; the same in every worker, goes on the wire
 * @param component id of the component that declares it
 * @param id unique within the component
 * @param fields the names of the values
 * @param direct whether the emitter names the receiving task
 * @param subscriptions in the order of the subscribing components' ids
 */
public record StreamPlan(
        int index, String component, String id, Fields fields, boolean direct, List<SubscriptionPlan> subscriptions) {
    public StreamPlan {
        subscriptions = List.copyOf(subscriptions);
    }

    @Override
    public String toString() {
        return component + "/" + id;
    }
}
