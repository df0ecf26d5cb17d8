package dev.vendaval.flux.samples;

/** A unit of size. */
public enum Unit {
    KB,
    MB,
    GB
}
