package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.Tuple;
import java.util.Objects;

/** Notes how long ago a tuple was due. */
final class LatencySink extends TallyBolt {
    private static final long serialVersionUID = 1L;

    LatencySink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        tally().latencySince(Objects.requireNonNull(input.getLong(0)));
    }
}
