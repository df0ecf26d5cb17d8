package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.tests.chaos.Fault.Struck;
import dev.vendaval.tests.chaos.Fault.Trees;
import dev.vendaval.tests.topologies.chaos.Switch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The faults that any network can show. Which of several victims dies is drawn from the seed. */
final class Faults {
    static final Duration WORKER = Duration.ofSeconds(3);
    static final Duration HOST = Duration.ofSeconds(15);
    /** With the shortest session, 4 s. */
    static final Duration HOST_AT_THE_SHORTEST = Duration.ofSeconds(7);

    static final Duration NONE = Duration.ZERO;

    /** The default session time-out, and time for a standby to take over. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    /** The exit code of a command that was accepted, but is not done yet. */
    private static final int ACCEPTED = 5;

    private final SplittableRandom random;

    Faults(long seed) {
        random = new SplittableRandom(seed);
    }

    private <T> T any(List<T> victims) {
        return victims.get(random.nextInt(victims.size()));
    }

    /** Kills it; says when. */
    private static Struck killed(WorkerProcess worker) {
        long now = System.nanoTime();
        ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        return Struck.at(now);
    }

    private static void awaitGone(WorkerProcess worker) {
        await("the process " + worker + " is gone")
                .atMost(SOON)
                .pollInterval(POLL)
                .until(() -> !worker.isAlive());
    }

    private static void awaitWorkers(ChaosCluster cluster, int number) {
        await(number + " workers run")
                .atMost(SOON)
                .pollInterval(POLL)
                .until(() -> cluster.workers().size() == number);
    }

    /** The control: shows what the flow does on this machine without a fault. */
    Fault nothing() {
        return new Fault(
                        "nothing at all, for comparison",
                        NONE,
                        Trees.NONE_FAILS,
                        cluster -> Struck.at(System.nanoTime()))
                .watchedFor(Duration.ofSeconds(5));
    }

    Fault boltWorkerKilled() {
        return new Fault(
                "kill -9 of a bolt's worker",
                WORKER,
                Trees.REPLAYED_WITHIN_BOUND,
                cluster -> killed(any(cluster.workersWithoutSource())));
    }

    Fault sourceWorkerKilled() {
        return new Fault(
                "kill -9 of the acker's and spout's worker",
                WORKER,
                Trees.REPLAYED_WITHIN_BOUND,
                cluster -> killed(cluster.workerOfSource()));
    }

    Fault fourKillsInAMinute() {
        Duration between = Duration.ofSeconds(15);
        return new Fault("four kills in 60 s (counts from the last)", WORKER, Trees.REPLAYED_WITHIN_BOUND, cluster -> {
            for (int kill = 1; kill <= 3; kill++) {
                killed(any(cluster.workers()));
                Clock.passes(between);
                awaitWorkers(cluster, ChaosCluster.HOSTS);
            }
            return killed(any(cluster.workers()));
        });
    }

    /** Its workers run on, the next supervisor adopts them and notices their deaths though it is not their parent. */
    Fault supervisorReplacedThenItsWorkerKilled() {
        return new Fault(
                "kill -9 of a supervisor; then of a worker the next adopted",
                WORKER,
                Trees.REPLAYED_WITHIN_BOUND,
                cluster -> {
                    WorkerProcess worker = any(cluster.workersWithoutSource());
                    Service supervisor = cluster.supervisor(worker.supervisor());
                    Set<Long> before = ChaosCluster.pids(cluster.workers());
                    supervisor.kill();
                    supervisor.restart();
                    supervisor.awaitReady();
                    Clock.passes(Duration.ofSeconds(2));
                    assertThat(ChaosCluster.pids(cluster.workers()))
                            .as("workers after their supervisor's death")
                            .isEqualTo(before);
                    return killed(worker);
                });
    }

    /** Nobody is there to see the worker die; time counts from when the next supervisor serves. */
    Fault supervisorKilledThenItsWorker() {
        return new Fault(
                "kill -9 of a supervisor, of its worker 1 s later, both back", WORKER, Trees.MAY_FAIL, cluster -> {
                    WorkerProcess worker = any(cluster.workersWithoutSource());
                    Service supervisor = cluster.supervisor(worker.supervisor());
                    supervisor.kill();
                    Clock.passes(Duration.ofSeconds(1));
                    killed(worker);
                    awaitGone(worker);
                    supervisor.restart();
                    supervisor.awaitReady();
                    return Struck.at(System.nanoTime());
                });
    }

    /**
     * Its workers report to Nimbus themselves meanwhile: nothing moves, and nothing else happens. The bystander, on that host
     * and no other, has nobody but Nimbus to say that it is not isolated.
     */
    Fault supervisorAwayFor(Duration away) {
        return new Fault(
                        "kill -9 of a supervisor alone, away for " + away.toSeconds() + " s",
                        NONE,
                        Trees.NONE_FAILS,
                        cluster -> {
                            Service supervisor = cluster.supervisorOfBystander();
                            Set<Long> before = ChaosCluster.pids(cluster.workers());
                            long version = cluster.info().assignmentVersion();
                            long now = System.nanoTime();
                            supervisor.kill();
                            return new Struck(now, () -> {
                                assertUnmoved(cluster, before, version);
                                supervisor.restart();
                                supervisor.awaitReady();
                                Clock.passes(Duration.ofSeconds(3));
                                assertUnmoved(cluster, before, version);
                            });
                        })
                .watchedFor(away);
    }

    private static void assertUnmoved(ChaosCluster cluster, Set<Long> pids, long version) throws IOException {
        assertThat(ChaosCluster.pids(cluster.workers())).as("workers").isEqualTo(pids);
        assertThat(cluster.info().assignmentVersion()).as("assignment").isEqualTo(version);
        assertThat(cluster.info().workers())
                .allSatisfy(worker -> assertThat(worker.state()).isEqualTo(WorkerState.RUNNING));
    }

    Fault hostKilled(Duration bound) {
        return new Fault(
                "a whole host: kill -9 of a supervisor and its workers",
                bound,
                Trees.REPLAYED_WITHIN_BOUND,
                cluster -> {
                    String host = any(cluster.workersAwayFromBystander()).supervisor();
                    List<WorkerProcess> all = WorkerProcess.of(cluster.directory());
                    Service supervisor = cluster.supervisor(host);
                    long now = System.nanoTime();
                    supervisor.kill();
                    all.stream()
                            .filter(worker -> worker.supervisor().equals(host))
                            .forEach(Faults::killed);
                    return new Struck(now, () -> {
                        supervisor.restart();
                        supervisor.awaitReady();
                    });
                });
    }

    Fault leaderKilled() {
        return new Fault("kill -9 of the leading Nimbus while idle", NONE, Trees.NONE_FAILS, cluster -> {
                    Service leader = cluster.leader();
                    long now = System.nanoTime();
                    leader.kill();
                    return new Struck(now, () -> {
                        cluster.awaitLeaderOtherThan(leader);
                        leader.restart();
                        leader.awaitReady();
                    });
                })
                .watchedFor(TAKE_OVER);
    }

    /** A submit that returned success survives; one that did not was refused, or is repeated with success. */
    Fault leaderKilledDuringSubmit() {
        return new Fault("kill -9 of the leading Nimbus during a submit", NONE, Trees.NONE_FAILS, cluster -> {
                    Command submit = Command.start(cluster, cluster.submission("extra", 1, 1));
                    Clock.passes(Duration.ofMillis(random.nextInt(2_000)));
                    Service leader = cluster.leader();
                    long now = System.nanoTime();
                    leader.kill();
                    return new Struck(now, () -> {
                        int exit = submit.awaitExit();
                        cluster.awaitLeaderOtherThan(leader);
                        leader.restart();
                        leader.awaitReady();
                        if (exit == 0 || exit == ACCEPTED) {
                            assertThat(names(cluster))
                                    .as("topologies after a submit that ended with " + exit)
                                    .contains("extra");
                        } else if (!names(cluster).contains("extra")) {
                            cluster.submit("extra", 1, 1);
                        }
                        cluster.cli().run("kill", "extra", "-w", "5").ok();
                    });
                })
                .watchedFor(TAKE_OVER);
    }

    Fault leaderKilledDuringKill() {
        return new Fault("kill -9 of the leading Nimbus during a kill", NONE, Trees.NONE_FAILS, cluster -> {
                    cluster.submit("extra", 1, 1);
                    Command kill = Command.start(cluster, "kill", "extra", "-w", "5");
                    Clock.passes(Duration.ofMillis(random.nextInt(2_000)));
                    Service leader = cluster.leader();
                    long now = System.nanoTime();
                    leader.kill();
                    return new Struck(now, () -> {
                        int exit = kill.awaitExit();
                        cluster.awaitLeaderOtherThan(leader);
                        leader.restart();
                        leader.awaitReady();
                        if (exit == 0) {
                            assertThat(names(cluster))
                                    .as("after a kill that succeeded")
                                    .doesNotContain("extra");
                        } else if (names(cluster).contains("extra")) {
                            cluster.cli().run("kill", "extra", "-w", "5").ok();
                        }
                    });
                })
                .watchedFor(TAKE_OVER);
    }

    private static List<String> names(ChaosCluster cluster) {
        return cluster.client().list().stream().map(topology -> topology.name()).toList();
    }

    /** Stopped past its session, then woken: it finds that another leads. */
    Fault leaderStoppedPastItsSession() {
        return new Fault("SIGSTOP of the leading Nimbus past its session", NONE, Trees.NONE_FAILS, cluster -> {
                    Service leader = cluster.leader();
                    long now = System.nanoTime();
                    Shell.signal("STOP", leader.pid());
                    try {
                        cluster.awaitLeaderOtherThan(leader);
                    } finally {
                        Shell.signal("CONT", leader.pid());
                    }
                    return new Struck(
                            now,
                            () -> assertThat(cluster.leader()).as("who leads").isNotSameAs(leader));
                })
                .watchedFor(TAKE_OVER.plusSeconds(5));
    }

    Fault oneZooKeeperKilled() {
        return new Fault("kill -9 of the leading ZooKeeper of three", NONE, Trees.NONE_FAILS, cluster -> {
                    Service leader = cluster.zooKeeper().leader();
                    long now = System.nanoTime();
                    leader.kill();
                    return new Struck(now, () -> {
                        cluster.zooKeeper().awaitServing();
                        leader.restart();
                        cluster.zooKeeper().awaitServing();
                    });
                })
                .watchedFor(Duration.ofSeconds(8));
    }

    Fault allZooKeepersAway(Duration away) {
        return new Fault(
                        "kill -9 of all ZooKeepers, away for " + away.toSeconds() + " s",
                        NONE,
                        Trees.NONE_FAILS,
                        cluster -> {
                            List<Service> servers = cluster.zooKeeper().servers();
                            long now = System.nanoTime();
                            servers.forEach(Service::kill);
                            Clock.passes(now + away.toNanos());
                            for (Service server : servers) {
                                server.restart();
                            }
                            cluster.zooKeeper().awaitServing();
                            return new Struck(now, () -> {
                                assertThat(cluster.leader()).as("who leads").isNotNull();
                                assertThat(names(cluster)).contains(ChaosCluster.TOPOLOGY);
                            });
                        })
                .watchedFor(away.plus(TAKE_OVER));
    }

    /** Shorter than {@code worker.timeout}: it goes on where it was. */
    Fault workerStoppedShortly() {
        return new Fault("SIGSTOP of a worker for 5 s (counts from SIGCONT)", WORKER, Trees.MAY_FAIL, cluster -> {
            WorkerProcess worker = any(cluster.workersWithoutSource());
            stop(worker, Duration.ofSeconds(5));
            return Struck.at(System.nanoTime());
        });
    }

    /** Longer than {@code worker.timeout}: it is replaced, which is when it ends at the latest. */
    Fault workerStoppedForLong() {
        return new Fault("SIGSTOP of a worker for 30 s (counts from its end)", WORKER, Trees.MAY_FAIL, cluster -> {
            WorkerProcess worker = any(cluster.workersWithoutSource());
            long ended = stop(worker, Duration.ofSeconds(30));
            awaitGone(worker);
            return Struck.at(ended);
        });
    }

    /** Returns when the stop was over, because time was or because somebody ended the process. */
    private static long stop(WorkerProcess worker, Duration time) throws IOException {
        Shell.signal("STOP", worker.pid());
        long end = System.nanoTime() + time.toNanos();
        await("SIGSTOP of " + worker)
                .atMost(time.plus(SOON))
                .pollInterval(POLL)
                .until(() -> System.nanoTime() - end >= 0 || !worker.isAlive());
        long over = System.nanoTime();
        ProcessHandle.of(worker.pid())
                .filter(ProcessHandle::isAlive)
                .ifPresent(process -> Shell.succeeds("kill", "-CONT", String.valueOf(process.pid())));
        return over;
    }

    /** The second hop throws on the first try of one tuple in a thousand. */
    Fault poison() {
        return new Fault("poison: 1 tuple in 1,000 throws on its first try", NONE, Trees.MAY_FAIL, cluster -> {
                    Set<Long> before = ChaosCluster.pids(cluster.workers());
                    long now = System.nanoTime();
                    Switch.POISON.on(cluster.tapes());
                    return new Struck(now, () -> {
                        Switch.POISON.off(cluster.tapes());
                        assertThat(ChaosCluster.pids(cluster.workers()))
                                .as("workers")
                                .isEqualTo(before);
                    });
                })
                .watchedFor(Duration.ofSeconds(6));
    }

    Fault everyTupleThrows() {
        return new Fault(
                "a bolt throws on every tuple for 20 s (counts from its end)", WORKER, Trees.MAY_FAIL, cluster -> {
                    Set<Long> before = ChaosCluster.pids(cluster.workers());
                    Switch.THROW.on(cluster.tapes());
                    Clock.passes(Duration.ofSeconds(20));
                    Switch.THROW.off(cluster.tapes());
                    assertThat(ChaosCluster.pids(cluster.workers()))
                            .as("workers")
                            .isEqualTo(before);
                    return Struck.at(System.nanoTime());
                });
    }

    /** With 128 MiB of heap: a worker that piled tuples up would die. */
    Fault slowConsumer() {
        return new Fault(
                "a sink of 10 ms a tuple for 30 s (counts from its end)", WORKER, Trees.NONE_FAILS, cluster -> {
                    Set<Long> before = ChaosCluster.pids(cluster.workers());
                    Switch.SLOW.on(cluster.tapes());
                    Clock.passes(Duration.ofSeconds(30));
                    Switch.SLOW.off(cluster.tapes());
                    assertThat(ChaosCluster.pids(cluster.workers()))
                            .as("workers")
                            .isEqualTo(before);
                    return Struck.at(System.nanoTime());
                });
    }

    /** The kernel resets all connections that others have made to a worker, again and again; needs root. */
    Fault linkCut() {
        return new Fault(
                "a worker's links cut 20 times in 10 s (counts from the last)", WORKER, Trees.NONE_FAILS, cluster -> {
                    WorkerProcess worker = any(cluster.workersWithoutSource());
                    List<String> reset = List.of("ss", "-K", "sport", "=", ":" + worker.port());
                    for (int cut = 1; cut <= 20; cut++) {
                        Shell.run(cluster.place(worker).command(reset).toArray(String[]::new));
                        Clock.passes(Duration.ofMillis(500));
                    }
                    return Struck.at(System.nanoTime());
                });
    }
}
