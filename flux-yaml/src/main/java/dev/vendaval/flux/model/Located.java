package dev.vendaval.flux.model;

import dev.vendaval.flux.problem.Location;

/**
 * Something with the place where it stands.
 *
 * @param at where it begins
 * @param value what it is
 */
public record Located<T>(Location at, T value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
