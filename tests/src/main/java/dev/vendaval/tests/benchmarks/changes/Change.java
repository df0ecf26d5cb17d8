package dev.vendaval.tests.benchmarks.changes;

import dev.vendaval.tests.benchmarks.engine.Hosts.Ability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is done to a running topology. */
enum Change {
    NONE("none", Kind.NOTHING, 2, "", ""),
    WORKERS_1_3("workers-1-3", Kind.REBALANCE, 3, "-n", "3"),
    WORKERS_3_1("workers-3-1", Kind.REBALANCE, 1, "-n", "1"),
    EXECUTORS_2_5("executors-2-5", Kind.REBALANCE, 2, "-e", "count=5"),
    EXECUTORS_5_2("executors-5-2", Kind.REBALANCE, 2, "-e", "count=2"),
    /** Of a counting bolt with 4 tasks, which then has 8. */
    GROW_4_8("grow-4-8", Kind.GROWTH, 2, "-e", "count=8"),
    /** A part of the counting bolt, and nothing of the source, gets a worker of its own. */
    MOVE_BOLT("move-bolt", Kind.REBALANCE, 2, "-n", "2"),
    MOVE_BOLT_BACK("move-bolt-back", Kind.REBALANCE, 1, "-n", "1"),
    /** Of the host without the source. */
    DRAIN_UNDRAIN("drain-undrain", Kind.DRAIN, 2, "", ""),
    DRAIN_UNDRAIN_BACK("drain-undrain-back", Kind.REBALANCE, 2, "-n", "2"),
    /** Its host is drained. */
    MOVE_SPOUT("move-spout", Kind.DRAIN_OF_SOURCE, 2, "", ""),
    MOVE_SPOUT_BACK("move-spout-back", Kind.REBALANCE, 2, "-n", "2"),
    /** The worker without the source dies, by SIGKILL. */
    KILL_BOLT_WORKER("kill-bolt-worker", Kind.DEATH_OF_WORKER, 2, "", ""),
    /** The same and its supervisor, which does not come back. */
    KILL_SUPERVISOR_AND_WORKER("kill-supervisor-and-worker", Kind.DEATH_OF_HOST, 2, "", "");

    /** What sort of thing it is. */
    enum Kind {
        /** To compare with. */
        NOTHING,
        /** A command of the system's. */
        REBALANCE,
        /** The same command, where it can give a component tasks. */
        GROWTH,
        /** Everything leaves a host that has nothing of the source. */
        DRAIN,
        /** Everything leaves the host of the source. */
        DRAIN_OF_SOURCE,
        /** Of one process. */
        DEATH_OF_WORKER,
        /** Of a supervisor and its workers. */
        DEATH_OF_HOST
    }

    private final String id;
    private final Kind kind;
    private final int workersAfter;
    private final String option;
    private final String value;

    Change(String id, Kind kind, int workersAfter, String option, String value) {
        this.id = id;
        this.kind = kind;
        this.workersAfter = workersAfter;
        this.option = option;
        this.value = value;
    }

    static Optional<Change> named(String id) {
        return Arrays.stream(values()).filter(change -> change.id.equals(id)).findFirst();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Change::id).toList();
    }

    /** As the command line takes it. */
    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    boolean isDeath() {
        return kind == Kind.DEATH_OF_WORKER || kind == Kind.DEATH_OF_HOST;
    }

    /** What a system must have a command for. */
    Optional<Ability> needs() {
        return switch (kind) {
            case GROWTH -> Optional.of(Ability.GROWTH);
            case DRAIN, DRAIN_OF_SOURCE -> Optional.of(Ability.DRAIN);
            case NOTHING, REBALANCE, DEATH_OF_WORKER, DEATH_OF_HOST -> Optional.empty();
        };
    }

    /** Whether there is no way back from it in the same topology. */
    boolean isForGood() {
        return isDeath() || kind == Kind.GROWTH;
    }

    /** The worker processes that the topology has when it is over. */
    int workersAfter() {
        return workersAfter;
    }

    /** Those of the command for it, where it is a rebalance. */
    List<String> options() {
        return List.of(option, value);
    }
}
