package dev.vendaval.flux.model;

import org.jspecify.annotations.Nullable;

/**
 * A configuration key with its value.
 *
 * @param key where it stands and what it is
 * @param value plain data
 */
public record Setting(Located<String> key, @Nullable Object value) {}
