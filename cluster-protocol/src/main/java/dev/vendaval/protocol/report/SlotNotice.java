package dev.vendaval.protocol.report;

/** Why a slot does not run what it is assigned (artifact missing, quick deaths, ...), for the user. */
public record SlotNotice(String topologyId, int port, String message) {}
