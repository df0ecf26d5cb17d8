package dev.vendaval.flux.samples;

/** What a jar may lack: a test's loader does not find it. */
public final class Absent {}
