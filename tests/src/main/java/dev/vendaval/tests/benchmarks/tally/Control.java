package dev.vendaval.tests.benchmarks.tally;

import java.nio.file.Path;

/**
 * The benchmark's word to the sources of a run: the file {@code control} in the tally directory. The benchmark makes it
 * before it submits; every source opens it and looks at it before each emit. Once it says stop, a source emits nothing
 * more and says so by {@link Tally#stopped}.
 */
public final class Control {
    private static final String FILE = "control";
    private static final int STOP = 0;
    private static final int SUBMIT_CALLED_AT = 1;
    private static final int WORDS = 2;

    private final MappedLongs words;

    private Control(MappedLongs words) {
        this.words = words;
    }

    /** Made by the benchmark; says go. */
    public static Control create(Path directory) {
        return new Control(MappedLongs.create(directory.resolve(FILE), WORDS));
    }

    /** Opened by a source. */
    public static Control open(Path directory) {
        return new Control(MappedLongs.open(directory.resolve(FILE), false));
    }

    /** The benchmark asks all sources to emit nothing more. */
    public void stop() {
        words.set(STOP, 1);
    }

    /** Whether a source must emit nothing more; cheap enough to ask for each tuple. */
    public boolean isStopped() {
        return words.get(STOP) != 0;
    }

    /** Called by a submitting program just before it calls its system's submit, if it can. */
    public static void submitCalled(Path directory) {
        MappedLongs.open(directory.resolve(FILE), true).set(SUBMIT_CALLED_AT, System.nanoTime());
    }

    /** The nanoTime of {@link #submitCalled}; 0 if nobody told. */
    public long submitCalledAtNanos() {
        return words.get(SUBMIT_CALLED_AT);
    }
}
