/** Jars by content hash: the hash and the directory that keeps them. */
@NullMarked
package dev.vendaval.protocol.artifact;

import org.jspecify.annotations.NullMarked;
