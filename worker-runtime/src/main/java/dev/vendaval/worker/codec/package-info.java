/**
 * Tuple values to bytes and back: type-tagged for the common types, users' serializers by class, Kryo for plain classes,
 * Java serialization never. Allowed neighbours: {@code dev.vendaval.api}.
 */
@NullMarked
package dev.vendaval.worker.codec;

import org.jspecify.annotations.NullMarked;
