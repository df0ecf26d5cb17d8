package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import dev.vendaval.tests.benchmarks.workload.Lines;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Emits one line of text with each call. */
final class LineSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient @Nullable Lines lines;

    LineSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context) {
        lines = new Lines();
    }

    @Override
    void next() {
        Lines text = Objects.requireNonNull(lines);
        String line = text.next();
        emit(new Values(line), line, text.words());
    }
}
