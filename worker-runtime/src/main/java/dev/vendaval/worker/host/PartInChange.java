package dev.vendaval.worker.host;

import dev.vendaval.protocol.report.SwitchReport;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this worker is with changes of its topology, as Nimbus is told: prepared, once its {@link Rehearsal} is over, too,
 * or what keeps it from that; and settled. Owned by the host's thread.
 */
final class PartInChange implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartInChange.class);

    private final WorkerOptions options;
    private final Consumer<HostEvent> events;
    private @Nullable Rehearsal rehearsal;
    private @Nullable String problem;
    private long failedVersion;
    private SwitchReport told = SwitchReport.NONE;

    PartInChange(WorkerOptions options, Consumer<HostEvent> events) {
        this.options = options;
        this.events = events;
    }

    /**
     * Before the first change in this process, whether it is new with it or not; again if that was rolled back too early.
     *
     * @param prepareTimeout within which all of the topology's workers are to be prepared
     */
    void rehearse(Duration prepareTimeout) {
        if (options.rehearses() && (rehearsal == null || rehearsal.isCutShort())) {
            rehearsal = Rehearsal.begin(
                    options, Rehearsal.limit(prepareTimeout), () -> events.accept(new HostEvent.Rehearsed()));
        }
    }

    /** It stays with what it has; Nimbus rolls the change back. */
    void cannotPrepare(long version, String why) {
        if (version != failedVersion) {
            log.warn("{} cannot prepare assignment {}: {}", options, version, why);
            failedVersion = version;
            problem = why;
        }
    }

    /** Takes the next step that can be taken; true if there is something new to tell Nimbus, which waits for it. */
    boolean goOn(RunningTopology present, long now) {
        present.changeover().tick(now); // also once all is taken: a next life of who took it must be told again
        present.follower().goOn();
        if (rehearsal != null && present.stagedVersion() == 0) {
            rehearsal.stop(); // rolled back, or in force already
        }
        if (present.isChanging()) {
            present.preparationProblem().ifPresent(why -> cannotPrepare(present.stagedVersion(), why));
        }
        SwitchReport before = told;
        told = report(present).withoutAwaited();
        return !told.equals(before);
    }

    SwitchReport report(RunningTopology present) {
        boolean rehearses = rehearsal != null && !rehearsal.isOver();
        return new SwitchReport(
                rehearses ? 0 : present.follower().preparedVersion(),
                problem,
                failedVersion,
                present.follower().settledVersion(),
                present.changeover().tally().moves(),
                present.changeover().tally().failedTrees(),
                present.changeover().awaited());
    }

    /** The worker stops: nobody waits for a rehearsal any more. */
    void stop() {
        if (rehearsal != null) {
            rehearsal.stop();
        }
    }

    /** Returns once no thread of it is left, or it is left behind. */
    @Override
    public void close() throws InterruptedException {
        if (rehearsal != null) {
            rehearsal.close();
        }
    }
}
