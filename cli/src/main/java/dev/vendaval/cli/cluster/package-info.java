/**
 * The commands that ask a cluster or tell it something: list, cluster, info, errors, activate, deactivate, kill, logs.
 * Allowed neighbours: {@code dev.vendaval.cli.console}, {@code dev.vendaval.cli.output}, {@code dev.vendaval.client},
 * {@code dev.vendaval.protocol}, {@code dev.vendaval.api.naming}.
 */
@NullMarked
package dev.vendaval.cli.cluster;

import org.jspecify.annotations.NullMarked;
