package dev.vendaval.peers.flink;

import dev.vendaval.tests.benchmarks.task.SourceTask;
import dev.vendaval.tests.benchmarks.workload.Lines;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.charset.StandardCharsets;
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
    private final Workload workload;
    private final String directory;

    TallySource(Workload workload, String directory) {
        this.workload = workload;
        this.directory = directory;
    }

    /** Numbers from 0. */
    static final class Numbers extends TallySource<Long> {
        private static final long serialVersionUID = 1L;

        Numbers(Workload workload, String directory) {
            super(workload, directory);
        }

        @Override
        Reader<Long> reader(SourceTask task) {
            return new Reader<>(task) {
                private long number;

                @Override
                void next(ReaderOutput<Long> output) {
                    output.collect(number++);
                    task.emitted();
                }
            };
        }
    }

    /** Lines of text. */
    static final class Text extends TallySource<String> {
        private static final long serialVersionUID = 1L;

        Text(Workload workload, String directory) {
            super(workload, directory);
        }

        @Override
        Reader<String> reader(SourceTask task) {
            return new Reader<>(task) {
                private final Lines lines = new Lines();

                @Override
                void next(ReaderOutput<String> output) {
                    output.collect(lines.next());
                    task.emitted(lines.words());
                }
            };
        }
    }

    abstract Reader<T> reader(SourceTask task);

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
        return reader(SourceTask.open(directory, workload, Workload.SOURCE, context.getIndexOfSubtask()));
    }

    /** Runs on the source's task thread. */
    abstract static class Reader<T> implements SourceReader<T, NoSplit> {
        private final CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
        private final SourceTask task;

        Reader(SourceTask task) {
            this.task = task;
        }

        /** Emits one value, and counts it. */
        abstract void next(ReaderOutput<T> output);

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            if (!task.mayEmit()) {
                return InputStatus.END_OF_INPUT;
            }
            next(output);
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
