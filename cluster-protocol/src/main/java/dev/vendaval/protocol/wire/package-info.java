/**
 * Records to protobuf messages and back. Only {@code dev.vendaval.protocol.grpc} and {@code
 * dev.vendaval.protocol.zookeeper} use it; the messages go no further. Allowed neighbours: the packages of records.
 */
@NullMarked
package dev.vendaval.protocol.wire;

import org.jspecify.annotations.NullMarked;
