/**
 * What every command shares: global options, where output goes, how failures are shown. Allowed neighbours: {@code
 * dev.vendaval.cli.output}, {@code dev.vendaval.cli.logging}, {@code dev.vendaval.client}, {@code dev.vendaval.protocol}, picocli.
 */
@NullMarked
package dev.vendaval.cli.console;

import org.jspecify.annotations.NullMarked;
