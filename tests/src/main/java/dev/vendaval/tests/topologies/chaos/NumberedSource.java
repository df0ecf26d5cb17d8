package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a numbered source emits and when, whatever engine it runs on: the ids 0, 1, 2, ... at a rate, round robin over
 * {@value #KEYS} keys, and each again that fails. An instance goes on from the tapes of those before it: what they
 * emitted and saw no ack of is replayed first. One task; used by its thread only.
 */
public final class NumberedSource implements AutoCloseable {
    public static final int KEYS = 64;

    /** After a pause only this much is made up for: a rate that is back is not a burst. */
    private static final long MOST_CATCH_UP_NANOS = 100_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long intervalNanos;
    private final Output output;
    private final Switch.Watched hold;
    private final Deque<Turn> replays = new ArrayDeque<>();
    private @Nullable Tape tape;
    private int nextId;
    private int nextNumber;
    private long due = System.nanoTime();
    private int undone;

    private NumberedSource(int perSecond, Output output, Switch.Watched hold) {
        this.intervalNanos = NANOS_PER_SECOND / perSecond;
        this.output = output;
        this.hold = hold;
    }

    /** Where it emits to, tracked under the message id. */
    public interface Output {
        /** With a number of its own for each emission, and the attempt, from 0, at this id. */
        void emit(int id, int number, int attempt, int key, Object messageId);
    }

    /** A tree to come. */
    private record Turn(int id, int attempt) {}

    /** A tree that was: its message id. */
    private record Emission(Turn turn, int number) {}

    /** Begins an instance that emits nothing before {@link #next}. */
    public static NumberedSource open(String directory, String component, int task, int perSecond, Output output)
            throws IOException {
        NumberedSource opened = new NumberedSource(perSecond, output, Switch.HOLD.watch(directory));
        opened.goOnFrom(Path.of(directory), component);
        opened.tape = Tape.begin(directory, component, task);
        return opened;
    }

    /** The word of the newest instance, if it was closed with nothing undone; else what all of them noted. */
    private void goOnFrom(Path tapes, String component) throws IOException {
        Optional<Recording.Entry> done =
                Recording.lastOfNewest(tapes, component).filter(last -> last.kind() == Kind.DONE);
        if (done.isPresent()) {
            nextId = done.get().id();
            nextNumber = done.get().number();
        } else {
            goOnFromAll(tapes, component);
        }
    }

    private void goOnFromAll(Path tapes, String component) throws IOException {
        BitSet emitted = new BitSet();
        BitSet acked = new BitSet();
        for (Path file : Recording.tapes(tapes)) {
            if (String.valueOf(file.getFileName()).startsWith(component + "-")) {
                Recording recording = Recording.read(file);
                for (int index = 0; index < recording.size(); index++) {
                    switch (recording.kind(index)) {
                        case EMITTED -> {
                            emitted.set(recording.id(index));
                            nextNumber = Math.max(nextNumber, recording.number(index) + 1);
                        }
                        case ACKED -> acked.set(recording.id(index));
                        default -> {}
                    }
                }
            }
        }
        nextId = emitted.length();
        emitted.andNot(acked);
        emitted.stream().forEach(id -> replays.add(new Turn(id, 1)));
    }

    /** Emits one tuple if one is to be replayed or due. */
    public void next() throws IOException {
        Turn replay = replays.poll();
        long now = System.nanoTime();
        if (replay != null) {
            emit(replay);
        } else if (hold.isOn()) {
            due = now;
        } else if (now - due >= 0) {
            emit(new Turn(nextId++, 0));
            due = Math.max(due + intervalNanos, now - MOST_CATCH_UP_NANOS);
        }
    }

    private void emit(Turn turn) throws IOException {
        int number = nextNumber++;
        undone++;
        note(Kind.EMITTED, turn.id, number);
        output.emit(turn.id, number, turn.attempt, turn.id % KEYS, new Emission(turn, number));
    }

    /** The outcome of what was emitted under a message id. */
    public void ack(Object messageId) throws IOException {
        Emission emission = (Emission) messageId;
        undone--;
        note(Kind.ACKED, emission.turn.id, emission.number);
    }

    /** The other outcome. */
    public void fail(Object messageId) throws IOException {
        Emission emission = (Emission) messageId;
        Turn turn = emission.turn;
        note(Kind.FAILED, turn.id, emission.number);
        undone--;
        replays.add(new Turn(turn.id, turn.attempt + 1));
    }

    @Override
    public void close() throws IOException {
        Tape noted = tape;
        if (noted != null) {
            if (undone == 0 && replays.isEmpty()) {
                noted.note(Kind.DONE, nextId, nextNumber);
            }
            noted.close();
        }
    }

    private void note(Kind kind, int id, int number) throws IOException {
        Objects.requireNonNull(tape).note(kind, id, number);
    }
}
