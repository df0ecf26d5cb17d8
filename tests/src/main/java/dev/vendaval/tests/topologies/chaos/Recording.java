package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@link Tape} as it was when it was read. Immutable.
 */
public final class Recording {
    private final String component;
    private final int task;
    private final long pid;
    /** Which instance of the component in that process, from 1. */
    private final int instance;

    private final long[] words;

    private Recording(String component, int task, long pid, int instance, long[] words) {
        this.component = component;
        this.task = task;
        this.pid = pid;
        this.instance = instance;
        this.words = words;
    }

    /** One record of a tape. */
    public record Entry(Kind kind, int id, int number, long nanos) {}

    /** A recording that no tape was made for. */
    public static Recording of(String component, int task, long pid, int instance, List<Entry> entries) {
        long[] words = entries.stream()
                .flatMap(entry -> Stream.of(Tape.word(entry.kind(), entry.id(), entry.number()), entry.nanos()))
                .mapToLong(Long::longValue)
                .toArray();
        return new Recording(component, task, pid, instance, words);
    }

    /** The tapes in a directory, in the order of their names. */
    public static List<Path> tapes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tape"))
                    .sorted()
                    .toList();
        }
    }

    /** Reads a tape that may still be written; a record torn by a death is left out. */
    public static Recording read(Path tape) throws IOException {
        return read(tape, 0);
    }

    /** The same without the first so many records, for whoever has read these before. */
    public static Recording read(Path tape, int without) throws IOException {
        String[] name = String.valueOf(tape.getFileName()).split("[-.]", -1);
        long[] words;
        try (RandomAccessFile file = new RandomAccessFile(tape.toFile(), "r")) {
            int records = Math.toIntExact(file.length() / Tape.RECORD_BYTES) - without;
            byte[] bytes = new byte[records * Tape.RECORD_BYTES];
            file.seek((long) without * Tape.RECORD_BYTES);
            file.readFully(bytes);
            words = new long[records * 2];
            ByteBuffer.wrap(bytes).asLongBuffer().get(words);
        }
        return new Recording(
                name[0], Integer.parseInt(name[1]), Long.parseLong(name[2]), Integer.parseInt(name[3]), words);
    }

    /** The last record before CLOSED of the instance of a component that was opened last; empty if it was not closed. */
    static Optional<Entry> lastOfNewest(Path directory, String component) throws IOException {
        long newest = Long.MIN_VALUE;
        Optional<Entry> last = Optional.empty();
        for (Path tape : tapes(directory)) {
            if (!String.valueOf(tape.getFileName()).startsWith(component + "-")) {
                continue;
            }
            try (RandomAccessFile file = new RandomAccessFile(tape.toFile(), "r")) {
                long records = file.length() / Tape.RECORD_BYTES;
                if (records > 0 && entry(file, 0).nanos() > newest) {
                    newest = entry(file, 0).nanos();
                    boolean isClosed = records > 2 && entry(file, records - 1).kind() == Kind.CLOSED;
                    last = isClosed ? Optional.of(entry(file, records - 2)) : Optional.empty();
                }
            }
        }
        return last;
    }

    private static Entry entry(RandomAccessFile file, long record) throws IOException {
        file.seek(record * Tape.RECORD_BYTES);
        long word = file.readLong();
        return new Entry(Tape.kind(word), Tape.id(word), Tape.number(word), file.readLong());
    }

    public String component() {
        return component;
    }

    public int task() {
        return task;
    }

    public long pid() {
        return pid;
    }

    public int size() {
        return words.length / 2;
    }

    public Kind kind(int index) {
        return Tape.kind(words[2 * index]);
    }

    public int id(int index) {
        return Tape.id(words[2 * index]);
    }

    public int number(int index) {
        return Tape.number(words[2 * index]);
    }

    public long nanos(int index) {
        return words[2 * index + 1];
    }

    /** Whether the component was closed in order. */
    public boolean isClosed() {
        return size() > 0 && kind(size() - 1) == Kind.CLOSED;
    }

    /** As an operator would look for it: {@code source-5 of pid 4711 (instance 2)}. */
    @Override
    public String toString() {
        return component + "-" + task + " of pid " + pid + (instance == 1 ? "" : " (instance " + instance + ")");
    }
}
