package dev.vendaval.worker.routing;

/** When a subscription is closed, so that its sender takes no next tuple. */
public enum Gate {
    /** Only when all its candidates are closed: the grouping goes round those that are. */
    ANY,
    /** As soon as one of its candidates is closed: the next tuple may have to go there. */
    EACH
}
