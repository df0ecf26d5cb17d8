/**
 * The class loader that keeps the user's jar apart from our own dependencies, and what is read
 * through it. Allowed neighbours: the JDK, {@code dev.vendaval.api} and SLF4J.
 */
@NullMarked
package dev.vendaval.worker.loader;

import org.jspecify.annotations.NullMarked;
