package dev.vendaval.api;

import java.util.List;

/** Goes on describing a spout just added by {@link TopologyBuilder#setSpout}. */
public final class SpoutDeclarer extends ComponentDeclarer<SpoutDeclarer> {
    SpoutDeclarer(String id, Spout spout, int parallelism) {
        super(id, ComponentKind.SPOUT, spout, parallelism);
    }

    /**
     * Sets {@code topology.max.spout.pending} for this spout: how many tracked tuples a task may have pending before
     * {@code nextTuple} pauses. Default: only a cap for memory's sake.
     *
     * @param pending 1 or more
     * @return this
     * @throws SubmitException if it is less than 1
     */
    public SpoutDeclarer setMaxSpoutPending(int pending) {
        if (pending < 1) {
            throw new SubmitException(
                    SubmitException.Code.CONFIG,
                    "component '" + id() + "': max spout pending is " + pending,
                    "it must be 1 or more; leave it out for no limit but memory");
        }
        return addConfiguration(Config.TOPOLOGY_MAX_SPOUT_PENDING, pending);
    }

    @Override
    SpoutDeclarer self() {
        return this;
    }

    @Override
    List<Subscription> subscriptions() {
        return List.of();
    }

    @Override
    ComponentMemory memory() {
        return ComponentMemory.LEFT_BEHIND;
    }
}
