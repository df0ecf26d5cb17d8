/**
 * The conversations between processes as interfaces over records. The package {@code
 * dev.vendaval.protocol.grpc} carries them over the network; nobody else knows protobuf or gRPC.
 */
@NullMarked
package dev.vendaval.protocol.service;

import org.jspecify.annotations.NullMarked;
