package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.chaos.Fault.Struck;
import dev.vendaval.tests.chaos.Fault.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The faults that need hosts with a network and a disk of their own: packets vanish without a word, space runs out. */
final class HostFaults {
    private static final Duration CUT = Duration.ofSeconds(10);

    private HostFaults() {}

    static List<Fault> all() {
        return List.of(
                workerFromWorker(),
                workerFromWorkerOneWay(),
                hostFromControl(),
                hostFromControlPastItsSession(Duration.ofSeconds(30)),
                diskFull());
    }

    /** Shorter than any time-out: what is under way waits. */
    private static Fault workerFromWorker() {
        return new Fault(
                "worker cut from worker, silently, 10 s (counts from heal)",
                Faults.WORKER,
                Trees.NONE_FAILS,
                cluster -> {
                    Place source = cluster.place(cluster.workerOfSource());
                    Place other = cluster.place(cluster.workersWithoutSource().get(0));
                    cluster.network().cut(source, other);
                    cluster.network().cut(other, source);
                    Clock.passes(CUT);
                    cluster.network().heal(source, other);
                    cluster.network().heal(other, source);
                    return Struck.at(System.nanoTime());
                });
    }

    private static Fault workerFromWorkerOneWay() {
        return new Fault("the same, one way only", Faults.WORKER, Trees.NONE_FAILS, cluster -> {
            Place source = cluster.place(cluster.workerOfSource());
            Place other = cluster.place(cluster.workersWithoutSource().get(0));
            cluster.network().cut(source, other);
            Clock.passes(CUT);
            cluster.network().heal(source, other);
            return Struck.at(System.nanoTime());
        });
    }

    /** Shorter than the session: nothing moves, and the workers go on all the while. */
    private static Fault hostFromControl() {
        Duration cut = Duration.ofSeconds(6);
        return new Fault(
                        "host cut from Nimbus and ZooKeeper, silently, 6 s", Faults.NONE, Trees.NONE_FAILS, cluster -> {
                            Place host = cluster.place(cluster.workerOfSource());
                            Place control = cluster.network().control();
                            Set<Long> before = ChaosCluster.pids(cluster.workers());
                            long now = System.nanoTime();
                            cluster.network().cut(host, control);
                            cluster.network().cut(control, host);
                            Clock.passes(cut);
                            cluster.network().heal(host, control);
                            cluster.network().heal(control, host);
                            return new Struck(
                                    now,
                                    () -> assertThat(ChaosCluster.pids(cluster.workers()))
                                            .as("workers")
                                            .isEqualTo(before));
                        })
                .watchedFor(Duration.ofSeconds(15));
    }

    /** Its executors move; what still runs there is fenced by the others and gone, before anybody else can say so. */
    static Fault hostFromControlPastItsSession(Duration cut) {
        String name = "the same for " + cut.toSeconds() + " s, past its session (counts from the move)";
        return new Fault(name, Faults.HOST, Trees.MAY_FAIL, cluster -> {
            WorkerProcess replaced = cluster.workersAwayFromBystander().get(0);
            Place host = cluster.place(replaced);
            Place control = cluster.network().control();
            long version = cluster.info().assignmentVersion();
            long end = System.nanoTime() + cut.toNanos();
            cluster.network().cut(host, control);
            cluster.network().cut(control, host);
            await("the move or the end of the partition")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> System.nanoTime() - end >= 0 || cluster.info().assignmentVersion() > version);
            long detected = System.nanoTime();
            return new Struck(detected, () -> {
                Clock.passes(end);
                boolean isMoved = cluster.info().assignmentVersion() > version;
                boolean isAlive = replaced.isAlive();
                cluster.network().heal(host, control);
                cluster.network().heal(control, host);
                assertThat(isMoved).as("what ran on the host was moved").isTrue();
                assertThat(isAlive)
                        .as("%s lived until the heal, though it was replaced", replaced)
                        .isFalse();
                await("one worker process for each worker")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> cluster.workers().size() == ChaosCluster.HOSTS);
            });
        });
    }

    /** A worker dies while its supervisor cannot write; counts from when there is space again. */
    private static Fault diskFull() {
        return new Fault(
                "disk full under a supervisor, its worker killed (counts from free)",
                Faults.HOST,
                Trees.MAY_FAIL,
                cluster -> {
                    WorkerProcess worker = cluster.workers().stream()
                            .filter(one -> ChaosCluster.hostOf(one) == ChaosCluster.HOST_WITH_SMALL_DISK)
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no worker on the host with the small disk"));
                    cluster.smallDisk().fill();
                    ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
                    cluster.smallDisk().keepFull(Duration.ofSeconds(5));
                    cluster.smallDisk().free();
                    return Struck.at(System.nanoTime());
                });
    }
}
