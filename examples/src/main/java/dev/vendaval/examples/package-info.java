/**
 * Example topologies, each a class with a {@code main} for {@code vendaval jar}. They use nothing
 * but {@code dev.vendaval.api}, SLF4J and the JDK.
 */
@NullMarked
package dev.vendaval.examples;

import org.jspecify.annotations.NullMarked;
