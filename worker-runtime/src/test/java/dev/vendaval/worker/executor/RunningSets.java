package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The executor sets that one test makes, on real threads and with loops as told, and what a test sees of their loops. */
final class RunningSets implements AfterEachCallback {
    static final Duration QUIET = Duration.ofMillis(200);

    /** Longer than any test: who blocked does not come back. */
    static final Duration FOR_GOOD = Duration.ofHours(1);

    static final Map<String, Object> ONCE_A_MILLISECOND = Map.of("topology.tick.tuple.freq", "1ms");

    private final List<ExecutorSet> made = new ArrayList<>();

    static Sharing sharing(int processors, Duration quiet) {
        return new Sharing(processors, quiet, quiet);
    }

    static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30));
    }

    /** Who is on a shared loop. */
    static List<Member> shared(ExecutorSet set) {
        return set.loops().shared().stream()
                .flatMap(loop -> loop.members().stream())
                .toList();
    }

    static boolean isShared(ExecutorSet set, String executor) {
        return shared(set).stream().anyMatch(member -> member.toString().equals(executor));
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("t/"))
                .toList();
    }

    static void stop(ExecutorSet set) throws InterruptedException {
        assertThat(set.stop(Duration.ofSeconds(20))).isEmpty();
        await().until(() -> threads().isEmpty());
    }

    ExecutorSet make(Topology topology, Map<String, Object> config, Sharing sharing) {
        ExecutorSet set = Bench.threaded(topology, config, sharing);
        made.add(set);
        return set;
    }

    /** A test that failed must not make the next one fail. */
    @Override
    public void afterEach(ExtensionContext test) throws InterruptedException {
        for (ExecutorSet set : made) {
            set.stop(Duration.ofSeconds(1));
        }
    }
}
