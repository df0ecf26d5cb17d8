package dev.vendaval.peers.flink;

import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.tally.Tally;
import dev.vendaval.tests.benchmarks.workload.Lines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Emits one value with each call, and counts, until the benchmark says stop; then the job ends when all has arrived.
 * Its readers need no splits to be given to them.
 */
abstract class TallySource<T> implements Source<T, TallySource.NoSplit, String> {
    private static final long serialVersionUID = 1L;
    private final String directory;

    TallySource(String directory) {
        this.directory = directory;
    }

    /** Numbers from 0. */
    static final class Numbers extends TallySource<Long> {
        private static final long serialVersionUID = 1L;

        Numbers(String directory) {
            super(directory);
        }

        @Override
        Reader<Long> reader(Path directory, int subtask) {
            return new Reader<>(directory, subtask) {
                private long number;

                @Override
                long next(ReaderOutput<Long> output) {
                    output.collect(number++);
                    return 1;
                }
            };
        }
    }

    /** Lines of text. */
    static final class Text extends TallySource<String> {
        private static final long serialVersionUID = 1L;

        Text(String directory) {
            super(directory);
        }

        @Override
        Reader<String> reader(Path directory, int subtask) {
            return new Reader<>(directory, subtask) {
                private final Lines lines = new Lines();

                @Override
                long next(ReaderOutput<String> output) {
                    output.collect(lines.next());
                    return lines.words();
                }
            };
        }
    }

    abstract Reader<T> reader(Path tallies, int subtask);

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
        return reader(Path.of(directory), context.getIndexOfSubtask());
    }

    /** Runs on the source's task thread. */
    abstract static class Reader<T> implements SourceReader<T, NoSplit> {
        private final CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
        private final Control control;
        private final Tally tally;

        Reader(Path directory, int subtask) {
            control = Control.open(directory);
            tally = Tally.ofSource(directory, "source", subtask);
        }

        /** Emits one value; returns how many tuples it makes at the sinks. */
        abstract long next(ReaderOutput<T> output);

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            if (control.isStopped()) {
                tally.stopped();
                return InputStatus.END_OF_INPUT;
            }
            tally.emitted(next(output));
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return available;
        }

        @Override
        public void start() {
            // Nothing to read from.
        }

        @Override
        public List<NoSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public void addSplits(List<NoSplit> splits) {
            // There are none.
        }

        @Override
        public void notifyNoMoreSplits() {
            // There are none.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public SplitEnumerator<NoSplit, String> createEnumerator(SplitEnumeratorContext<NoSplit> context) {
        return new NoSplits();
    }

    @Override
    public SplitEnumerator<NoSplit, String> restoreEnumerator(
            SplitEnumeratorContext<NoSplit> context, String checkpoint) {
        return new NoSplits();
    }

    @Override
    public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
        return new SimpleVersionedSerializer<>() {
            @Override
            public int getVersion() {
                return 1;
            }

            @Override
            public byte[] serialize(NoSplit split) {
                return split.splitId().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public NoSplit deserialize(int version, byte[] serialized) {
                return new NoSplit(new String(serialized, StandardCharsets.UTF_8));
            }
        };
    }

    @Override
    public SimpleVersionedSerializer<String> getEnumeratorCheckpointSerializer() {
        return new SimpleVersionedSerializer<>() {
            @Override
            public int getVersion() {
                return 1;
            }

            @Override
            public byte[] serialize(String checkpoint) {
                return checkpoint.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String deserialize(int version, byte[] serialized) {
                return new String(serialized, StandardCharsets.UTF_8);
            }
        };
    }

    /** Flink wants a type of splits. */
    record NoSplit(String splitId) implements SourceSplit {}

    private static final class NoSplits implements SplitEnumerator<NoSplit, String> {
        @Override
        public void start() {
            // Readers begin by themselves.
        }

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {
            // No reader asks.
        }

        @Override
        public void addSplitsBack(List<NoSplit> splits, int subtask) {
            // There are none.
        }

        @Override
        public void addReader(int subtask) {
            // There is nothing for it.
        }

        @Override
        public String snapshotState(long checkpointId) {
            return "";
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
