package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.workload.Lines;
import dev.vendaval.tests.benchmarks.workload.Workload;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Values;
import org.jspecify.annotations.NullUnmarked;

/** Emits one line of text with each call. */
@NullUnmarked // the transient field is set in opened
final class LineSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient Lines lines;

    LineSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context) {
        lines = new Lines();
    }

    @Override
    void next() {
        String line = lines.next();
        emit(new Values(line), line, lines.words());
    }
}
