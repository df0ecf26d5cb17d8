/**
 * What is checked of a submit before anything is written. Pure functions; any thread. Allowed neighbours: {@code
 * dev.vendaval.api} and {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.submission;

import org.jspecify.annotations.NullMarked;
