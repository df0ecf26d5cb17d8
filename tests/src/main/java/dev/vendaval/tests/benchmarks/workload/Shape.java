package dev.vendaval.tests.benchmarks.workload;

/**
 * The topology of a workload. The values are the same in all systems: tuples of one {@code Long} unless said; the id of
 * a tracked tuple is that same object. "Copies" are the tuples that sinks receive for each tuple of a source.
 */
public enum Shape {
    /** {@code source -> sink}, shuffle. */
    SPOUT_NULL,
    /** {@code source -> id -> sink}, shuffle; id emits, anchored, a new tuple with the value it got. */
    SPOUT_ID_NULL,
    /**
     * {@code source -> split -> sink}: a line of {@link Lines} (one {@code String}), shuffled to split, which emits each
     * word (one {@code String}) anchored to the line, by fields grouping on the word to the sink, which adds one to the
     * word's count in a {@code HashMap<String, Long>}. The id of a tracked line is the line.
     */
    WORD_COUNT,
    /** {@code source -> hop1 -> hop2 -> hop3 -> hop4 -> sink}, shuffle: five hops; each hop does what id does. */
    CHAIN_5,
    /** {@code source -> sink}, all grouping, sinks as the workload says: as many copies as sinks. */
    FANOUT_ALL,
    /** {@code source -> sink} by the workload's grouping, sinks as the workload says; fields grouping on the value. */
    GROUPING,
    /** {@code source -> sink}, shuffle, tuples of a {@code Long} and a {@code byte[]} of the workload's length. */
    PAYLOAD,
    /**
     * {@code source -> id -> sink}, shuffle, at the workload's rate, by {@link Schedule}: the value (and the id of a
     * tracked tuple) is the time in System.nanoTime at which the tuple was due. The sink records now minus due, the
     * source's ack does the same.
     */
    LATENCY,
    /** {@code source -> sink}: sources that never emit. */
    IDLE
}
