package dev.vendaval.peers.flink;

import dev.vendaval.tests.benchmarks.tally.Tally;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Counts what it receives. */
class TallySink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private final String directory;

    TallySink(String directory) {
        this.directory = directory;
    }

    @Override
    public final SinkWriter<T> createWriter(WriterInitContext context) {
        return writer(Tally.ofSink(Path.of(directory), Workload.SINK, context.getTaskInfo().getIndexOfThisSubtask()));
    }

    SinkWriter<T> writer(Tally tally) {
        return new Writer<>(tally);
    }

    /** Runs on the sink's task thread. */
    static class Writer<T> implements SinkWriter<T> {
        private final Tally tally;

        Writer(Tally tally) {
            this.tally = tally;
        }

        @Override
        public final void write(T element, Context context) {
            tally.received();
            process(element);
        }

        void process(T element) {
            // The work is to do none.
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
