package dev.vendaval.nimbus.leadership;

/** The two times that Nimbus needs. */
public interface NimbusClock {
    /** Milliseconds since 1970, for people and records. */
    long epochMs();

    /** Milliseconds that never jump, for deadlines. */
    long monotonicMs();
}
