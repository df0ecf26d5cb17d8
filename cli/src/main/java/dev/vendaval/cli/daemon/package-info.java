/**
 * The commands that stay in the foreground: nimbus, supervisor, dev-zookeeper, and dev, which starts all of them. No
 * client command loads a class of this package. Allowed neighbours: {@code dev.vendaval.cli.console}, {@code
 * dev.vendaval.cli.archive}, {@code dev.vendaval.nimbus}, {@code dev.vendaval.supervisor}, {@code dev.vendaval.worker.host},
 * {@code dev.vendaval.protocol}, ZooKeeper's server, Logback.
 */
@NullMarked
package dev.vendaval.cli.daemon;

import org.jspecify.annotations.NullMarked;
