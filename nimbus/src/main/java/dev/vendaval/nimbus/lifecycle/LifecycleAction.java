package dev.vendaval.nimbus.lifecycle;

import dev.vendaval.protocol.state.TopologyStatus;

/** What a user may ask of a topology that exists. */
public enum LifecycleAction {
    /** Ask its spouts for tuples. */
    ACTIVATE("activate", TopologyStatus.ACTIVE),
    /** Ask its spouts for no more tuples; bolts, acks and fails go on. */
    DEACTIVATE("deactivate", TopologyStatus.INACTIVE),
    /** Let it drain, clean up and be gone. */
    KILL("kill", TopologyStatus.KILLED);

    private final String verb;
    private final TopologyStatus target;

    LifecycleAction(String verb, TopologyStatus target) {
        this.verb = verb;
        this.target = target;
    }

    /** As users type it. */
    public String verb() {
        return verb;
    }

    /** The status it leads to. */
    public TopologyStatus target() {
        return target;
    }
}
