package dev.vendaval.nimbus.scheduling;

/** A slot that is assigned to a topology, or whose last worker has not ended yet. */
public record UsedSlot(String supervisorId, int port) {}
