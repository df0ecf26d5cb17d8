package dev.vendaval.tests.rules.lifecycle;

import dev.vendaval.api.Topology;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Tests that share a cluster in local mode; every topology has a name and a diary of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LocalTests {
    static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final LocalCluster cluster =
            LocalCluster.builder().supervisors(2).slots(2).recordAtMost(0).start();

    @AfterAll
    void stop() {
        cluster.close();
    }

    final LocalCluster cluster() {
        return cluster;
    }

    /** A name that no other topology of this JVM has, also that of its diary. */
    static String newName(String prefix) {
        return prefix + "-" + NUMBERS.incrementAndGet();
    }

    /** A topology with its diary; closing kills it. */
    record Played(LocalTopology topology, Diary diary) implements AutoCloseable {
        @Override
        public void close() {
            topology.close();
        }
    }

    final Played submit(String name, Map<String, Object> configuration, Topology topology) {
        return new Played(cluster.submit(name, configuration, topology), Diary.named(name));
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    static void awaitAsserted(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .untilAsserted(assertion);
    }
}
