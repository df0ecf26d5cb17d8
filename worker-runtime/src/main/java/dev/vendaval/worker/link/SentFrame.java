package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import org.jspecify.annotations.Nullable;

/**
 * A frame that is kept until it is acknowledged.
 *
 * @param bytes not changed after it was made
 * @param pieced the section that it holds a piece of, or null if it holds whole ones
 */
// Frames are not compared, and a copy of each would be one too many.
@SuppressWarnings("ArrayRecordComponent")
record SentFrame(long sequence, byte[] bytes, @Nullable DataSection pieced) {}
