package dev.vendaval.api;

/**
 * Takes the declarations of {@link Component#declareOutputFields}. Each stream is declared once; a second declaration of
 * the same id, or an id that breaks the rule for ids, is a {@link SubmitException}.
 */
public interface OutputFieldsDeclarer {
    /**
     * Declares the default stream.
     *
     * @param fields of its tuples
     */
    default void declare(Fields fields) {
        declareStream(Streams.DEFAULT, false, fields);
    }

    /**
     * Declares the default stream, direct or not.
     *
     * @param direct true if the emitter names the receiving task ({@code emitDirect})
     * @param fields of its tuples
     */
    default void declare(boolean direct, Fields fields) {
        declareStream(Streams.DEFAULT, direct, fields);
    }

    /**
     * Declares a stream.
     *
     * @param streamId 1 to 128 printable characters without {@code /}, not starting with {@code __}
     * @param fields of its tuples
     */
    default void declareStream(String streamId, Fields fields) {
        declareStream(streamId, false, fields);
    }

    /**
     * Declares a stream, direct or not.
     *
     * @param streamId 1 to 128 printable characters without {@code /}, not starting with {@code __}
     * @param direct true if the emitter names the receiving task ({@code emitDirect})
     * @param fields of its tuples
     */
    void declareStream(String streamId, boolean direct, Fields fields);
}
