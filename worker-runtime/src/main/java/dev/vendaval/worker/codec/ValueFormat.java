package dev.vendaval.worker.codec;

/** How the values of one class are written, tag included. */
interface ValueFormat {
    /**
     * Writes one value of the class.
     *
     * @throws CodecException if it cannot be encoded; the caller takes back what was written
     */
    void write(Object value, ByteOutput out);
}
