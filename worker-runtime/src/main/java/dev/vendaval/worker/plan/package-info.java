/**
 * A topology as one worker sees it: components, streams, subscriptions, executors and where they run, with small numbers
 * for everything the data path needs. Immutable. Allowed neighbours: {@code dev.vendaval.api},
 * {@code dev.vendaval.protocol} and {@code worker.tuple}.
 */
@NullMarked
package dev.vendaval.worker.plan;

import org.jspecify.annotations.NullMarked;
