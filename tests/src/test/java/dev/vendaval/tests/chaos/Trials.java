package dev.vendaval.tests.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs faults one after the other on one cluster, and on a fresh one after a fault that did not go well. Prints the table
 * at the end. Used by one thread at a time.
 */
final class Trials implements AutoCloseable {
    private final Start start;
    private final long seed;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private @Nullable ChaosCluster cluster;

    Trials(Start start, long seed) {
        this.start = start;
        this.seed = seed;
    }

    /** Makes a cluster. */
    interface Start {
        ChaosCluster cluster() throws Exception;
    }

    /** The seed that was asked for, or one that nobody has chosen. */
    static long seed() {
        return Long.getLong("vendaval.chaos.seed", Math.floorMod(System.nanoTime(), 1_000_000));
    }

    /** Those whose name contains what was asked for; all if nothing was. */
    static Stream<Fault> wanted(Stream<Fault> faults) {
        String part = System.getProperty("vendaval.chaos.fault", "");
        return faults.filter(fault -> fault.name().contains(part));
    }

    void run(Fault fault) throws Exception {
        ChaosCluster running = cluster == null ? start.cluster() : cluster;
        cluster = null;
        try {
            Verdict verdict = Trial.of(running, fault);
            verdicts.add(verdict);
            if (verdict.saysNothing()) {
                cluster = running;
                Assumptions.abort(fault.name() + ": " + String.join("; ", verdict.faults())
                        + ", but the host took the processors away; see the table");
            }
            if (!verdict.isGood()) {
                throw new AssertionError(fault.name() + ":\n  " + String.join("\n  ", verdict.faults()) + "\nseed "
                        + seed + ", logs and tapes in " + running.directory());
            }
            cluster = running;
        } finally {
            if (cluster == null) {
                running.close();
            }
        }
    }

    /** Says in the table why a fault was not tried. */
    void skip(Fault fault, String reason) {
        skipped.add("%-58s skipped: %s%n".formatted(fault.name(), reason));
    }

    @Override
    public void close() {
        System.out.println(Verdict.table(verdicts, seed) + String.join("", skipped));
        if (cluster != null) {
            cluster.close();
        }
    }
}
