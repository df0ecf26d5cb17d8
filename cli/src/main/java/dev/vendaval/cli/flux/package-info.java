/**
 * The commands that look at topology files without submitting them. Allowed neighbours: {@code dev.vendaval.cli.console},
 * {@code dev.vendaval.cli.run}, {@code dev.vendaval.cli.output}, {@code dev.vendaval.flux}.
 */
@NullMarked
package dev.vendaval.cli.flux;

import org.jspecify.annotations.NullMarked;
