/**
 * The commands that run a user's {@code main} or submit a topology file: jar and local. Allowed neighbours: {@code dev.vendaval.cli.console},
 * {@code dev.vendaval.client}, {@code dev.vendaval.flux}, {@code dev.vendaval.local}, {@code dev.vendaval.worker.loader},
 * {@code dev.vendaval.api.naming}.
 */
@NullMarked
package dev.vendaval.cli.run;

import org.jspecify.annotations.NullMarked;
