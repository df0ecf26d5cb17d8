/**
 * What leaves an executor: tuples through groupings into outboxes, acks and fails to the ackers. All of it belongs to the
 * executor's thread. Allowed neighbours: {@code dev.vendaval.api}, {@code worker.exchange}, {@code routing},
 * {@code tracking}, {@code codec}, {@code tuple}, {@code plan}, {@code metrics}, {@code context}.
 */
@NullMarked
package dev.vendaval.worker.outbound;

import org.jspecify.annotations.NullMarked;
