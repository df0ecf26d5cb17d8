package dev.vendaval.protocol.state;

/** Told of leadership on the cluster state's own thread; must not block. */
public interface LeadershipListener {
    /** This process leads from now on, with an epoch higher than any before. */
    void elected(LeaderEpoch epoch);

    /** This process no longer leads; a write with its epoch will be refused. Not told to one that resigns itself. */
    void revoked();
}
