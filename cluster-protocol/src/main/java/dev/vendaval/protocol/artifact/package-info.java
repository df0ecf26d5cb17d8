/**
 * Jars by content hash: the hash, the directory that keeps them, who else has them and how they are had from there.
 * Allowed neighbours: {@code dev.vendaval.protocol.service}, {@code state}, {@code grpc}, {@code config}.
 */
@NullMarked
package dev.vendaval.protocol.artifact;

import org.jspecify.annotations.NullMarked;
