package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Emits the ids 0, 1, 2, ... at a rate, round robin over {@value #KEYS} keys, and each again that fails. An instance goes on from the tapes of those before it:
 * what they emitted and saw no ack of is replayed first. One task.
 */
final class NumberedSpout implements Spout {
    static final Fields FIELDS = new Fields("id", "number", "attempt", "key");
    static final int KEYS = 64;
    private static final long serialVersionUID = 1L;

    /** After a pause only this much is made up for: a rate that is back is not a burst. */
    private static final long MOST_CATCH_UP_NANOS = 100_000_000;

    private final String directory;
    private final long intervalNanos;
    private transient @Nullable Running running;

    NumberedSpout(String directory, int perSecond) {
        this.directory = directory;
        this.intervalNanos = 1_000_000_000L / perSecond;
    }

    /** A tree to come. */
    private record Turn(int id, int attempt) {}

    /** A tree that was: its message id. */
    private record Emission(Turn turn, int number) {}

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output)
            throws IOException {
        Running opened = new Running(output, Switch.HOLD.watch(directory));
        opened.goOnFrom(Path.of(directory), context);
        opened.tape = Tape.begin(directory, context);
        running = opened;
    }

    @Override
    public void nextTuple() throws IOException {
        running().next();
    }

    @Override
    public void ack(Object messageId) throws IOException {
        Emission emission = (Emission) messageId;
        running().undone--;
        running().note(Kind.ACKED, emission.turn.id, emission.number);
    }

    @Override
    public void fail(Object messageId) throws IOException {
        Emission emission = (Emission) messageId;
        Turn turn = emission.turn;
        running().note(Kind.FAILED, turn.id, emission.number);
        running().undone--;
        running().replays.add(new Turn(turn.id, turn.attempt + 1));
    }

    @Override
    public void close() throws IOException {
        running().close();
    }

    private Running running() {
        return Objects.requireNonNull(running);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(FIELDS);
    }

    /** What exists from open to close. */
    private final class Running {
        private final SpoutOutputCollector collector;
        private final Switch.Watched hold;
        private final Deque<Turn> replays = new ArrayDeque<>();
        private @Nullable Tape tape;
        private int nextId;
        private int nextNumber;
        private long due = System.nanoTime();
        private int undone;

        Running(SpoutOutputCollector collector, Switch.Watched hold) {
            this.collector = collector;
            this.hold = hold;
        }

        /** The word of the newest instance, if it was closed with nothing undone; else what all of them noted. */
        void goOnFrom(Path tapes, TopologyContext context) throws IOException {
            Optional<Recording.Entry> done = Recording.lastOfNewest(tapes, context.getThisComponentId())
                    .filter(last -> last.kind() == Kind.DONE);
            if (done.isPresent()) {
                nextId = done.get().id();
                nextNumber = done.get().number();
            } else {
                goOnFromAll(tapes, context);
            }
        }

        private void goOnFromAll(Path tapes, TopologyContext context) throws IOException {
            BitSet emitted = new BitSet();
            BitSet acked = new BitSet();
            for (Path file : Recording.tapes(tapes)) {
                if (String.valueOf(file.getFileName()).startsWith(context.getThisComponentId() + "-")) {
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

        void next() throws IOException {
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
            collector.emit(new Values(turn.id, number, turn.attempt, turn.id % KEYS), new Emission(turn, number));
        }

        void close() throws IOException {
            Tape noted = tape;
            if (noted != null) {
                if (undone == 0 && replays.isEmpty()) {
                    noted.note(Kind.DONE, nextId, nextNumber);
                }
                noted.close();
            }
        }

        void note(Kind kind, int id, int number) throws IOException {
            Objects.requireNonNull(tape).note(kind, id, number);
        }
    }
}
