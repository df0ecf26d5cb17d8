package dev.vendaval.protocol.service;

/** What a supervisor does for the other supervisors. */
public interface SupervisorPeerService {
    /** The caller has seen a worker of its own die; may be repeated. Called on a network thread, must not block. */
    void died(Caller caller, WorkerDeath death);
}
