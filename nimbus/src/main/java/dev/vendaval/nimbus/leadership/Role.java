package dev.vendaval.nimbus.leadership;

/** What this Nimbus is in the cluster. */
enum Role {
    /** Another Nimbus leads, or none is elected; requests are refused with the leader's address. */
    STANDBY,
    /** Elected, but what the cluster state holds has yet to be read; requests are refused, reports are taken. */
    RECOVERING,
    /** Decides and answers. */
    LEADING
}
