package dev.vendaval.tests.benchmarks.tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The benchmark's side of a tally directory: finds the tasks' files and reads them. For one thread. */
public final class Tallies {
    private static final Pattern NAME = Pattern.compile("(source|sink)-(.+)-(\\d+)-\\d+\\.tally");

    private final Path directory;
    private final Map<Path, MappedLongs> open = new HashMap<>();

    public Tallies(Path directory) {
        this.directory = directory;
    }

    /** All tasks that have begun, in the order of their files. */
    public List<Reading> read() {
        List<Reading> readings = new ArrayList<>();
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            MappedLongs words = name.matches() ? words(file) : null;
            if (words != null) {
                readings.add(reading(name, words));
            }
        }
        return readings;
    }

    /**
     * The latencies of all sinks, or of all sources, added up: a count per bucket of {@link LatencyBuckets}. They only
     * grow; a window's are the difference of two readings.
     */
    public long[] latencies(boolean ofSinks) {
        long[] sum = new long[LatencyBuckets.COUNT];
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            MappedLongs words =
                    name.matches() && name.group(1).equals(ofSinks ? "sink" : "source") ? words(file) : null;
            for (int bucket = 0; words != null && bucket < sum.length; bucket++) {
                sum[bucket] += words.get(Tally.LATENCIES + bucket);
            }
        }
        return sum;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null while the task is still making the file. */
    private @Nullable MappedLongs words(Path file) {
        MappedLongs words = open.get(file);
        if (words == null) {
            words = MappedLongs.open(file, false);
            if (words.words() < Tally.WORDS || words.getAcquire(Tally.FORMAT_WORD) != Tally.FORMAT) {
                return null;
            }
            open.put(file, words);
        }
        return words;
    }

    private static Reading reading(Matcher name, MappedLongs words) {
        // First of all: once a source says it has stopped, the counts read after it are final.
        boolean stopped = words.getAcquire(Tally.STOPPED) != 0;
        return new Reading(
                name.group(1).equals("sink"),
                name.group(2),
                Integer.parseInt(name.group(3)),
                words.get(Tally.PID),
                words.get(Tally.EMITTED),
                words.get(Tally.EXPECTED),
                words.get(Tally.RECEIVED),
                words.get(Tally.ACKED),
                words.get(Tally.FAILED),
                stopped,
                words.get(Tally.FIRST_RECEIVED_AT));
    }
}
