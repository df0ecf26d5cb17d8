package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Config;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import dev.vendaval.tests.topologies.lifecycle.Diary.Entry;
import dev.vendaval.tests.topologies.lifecycle.IdleSpouts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IdleSpoutTest extends LocalTests {
    private static final long FIRST_WAIT_NANOS = 50_000;
    private static final int EXECUTORS = 20;
    private static final double NOTHING_NOTICEABLE = 0.05;
    private static final long MEASURED_NANOS = Duration.ofSeconds(3).toNanos();

    /** As many empty calls as it takes until the next wait is 1.6 s. */
    private static final int CALLS_UNTIL_LONG_WAIT = 16;

    private static final Duration MUCH_SHORTER = Duration.ofMillis(700);
    private static final Map<String, Object> LONG_WAITS = Map.of(Config.TOPOLOGY_SPOUT_IDLE_MAX_WAIT, "2s");

    @Test
    @Tag("S1")
    void emptyCallsAreFurtherAndFurtherApartUpToTheLongestWait() {
        String name = newName("idle");
        try (Played played =
                submit(name, Map.of(Config.TOPOLOGY_SPOUT_IDLE_MAX_WAIT, "40ms"), IdleSpouts.listening(name))) {
            await("empty calls", () -> empties(played.diary()).size() > 20);

            List<Entry> calls = empties(played.diary());
            long nominal = 0;
            for (int call = 1; call <= 20; call++) {
                nominal += Math.min(Duration.ofMillis(40).toNanos(), FIRST_WAIT_NANOS << (call - 1));
            }
            long took = calls.get(20).nanos() - calls.get(0).nanos();
            // The clock of a round is a little older than the call; a busy machine makes it later, never earlier.
            assertThat(took).isGreaterThan(nominal * 9 / 10);
            long firstEight = calls.get(8).nanos() - calls.get(0).nanos();
            assertThat(firstEight).as("they begin close together").isLessThan(took / 3);
        }
    }

    @Test
    @Tag("S1")
    void wakeUpFromAnyThreadEndsTheWait() {
        String name = newName("idle");
        try (Played played = submit(name, LONG_WAITS, IdleSpouts.listening(name))) {
            Diary diary = played.diary();
            await("a long wait", () -> empties(diary).size() >= CALLS_UNTIL_LONG_WAIT);

            long start = System.nanoTime();
            listener(diary).accept(7);
            await("the tuple", () -> !diary.of("sink", "execute").isEmpty());

            assertThat(diary.of("source", "next")).isEmpty();
            Entry asked = diary.of("listener", "next").get(0);
            assertThat(Duration.ofNanos(asked.nanos() - start)).isLessThan(MUCH_SHORTER);
            assertThat(empties(diary))
                    .as("no empty call in between")
                    .hasSizeGreaterThanOrEqualTo(CALLS_UNTIL_LONG_WAIT);
            await("after a tuple waits are short again", () -> {
                List<Entry> calls = empties(diary);
                return calls.size() >= CALLS_UNTIL_LONG_WAIT + 8
                        && calls.get(CALLS_UNTIL_LONG_WAIT + 7).nanos() - asked.nanos() < MUCH_SHORTER.toNanos();
            });
        }
    }

    @Test
    @Tag("S1")
    void controlEndsTheWait() {
        String name = newName("idle");
        try (Played played = submit(name, LONG_WAITS, IdleSpouts.listening(name))) {
            Diary diary = played.diary();
            await("a long wait", () -> empties(diary).size() >= CALLS_UNTIL_LONG_WAIT);

            long start = System.nanoTime();
            played.topology().deactivate();
            await("deactivated", () -> diary.of("listener", "deactivate").size() == 1);
            played.topology().activate();
            await("activated", () -> diary.of("listener", "activate").size() == 2);
            long activated = diary.of("listener", "activate").get(1).nanos();
            await("asked", () -> asked(diary, activated).isPresent());

            assertThat(Duration.ofNanos(asked(diary, activated).orElseThrow() - start))
                    .isLessThan(MUCH_SHORTER);
        }
    }

    /** The first call after a time. */
    private static OptionalLong asked(Diary diary, long after) {
        return empties(diary).stream()
                .mapToLong(Entry::nanos)
                .filter(call -> call - after > 0)
                .findFirst();
    }

    @Test
    @Tag("S1")
    void idleExecutorsCostNothingNoticeable() {
        String name = newName("crowd");
        try (Played played = submit(name, Map.of(), IdleSpouts.crowd(name, EXECUTORS))) {
            await(
                    "waits have grown",
                    sinceSecondsAgo(System.nanoTime(), Duration.ofSeconds(1).toNanos()));

            long start = System.nanoTime();
            long before = cpuNanos(name);
            await("measured", sinceSecondsAgo(start, MEASURED_NANOS));
            long used = cpuNanos(name) - before;

            double cores = (double) used / (System.nanoTime() - start);
            System.err.println(EXECUTORS + " idle executors use " + cores + " cores");
            assertThat(cores).isLessThan(NOTHING_NOTICEABLE);
        }
    }

    private static Callable<Boolean> sinceSecondsAgo(long start, long nanos) {
        return () -> System.nanoTime() - start > nanos;
    }

    /** What the loops and their watchdog have used; once everything is prepared they live as long as the topology. */
    private static long cpuNanos(String topology) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(topology + "/"))
                .mapToLong(Thread::getId)
                .toArray();
        assertThat(ids).hasSizeBetween(2, EXECUTORS);
        return Arrays.stream(ids).map(threads::getThreadCpuTime).sum();
    }

    private static List<Entry> empties(Diary diary) {
        return diary.of("listener", "empty");
    }

    @SuppressWarnings("unchecked") // what the spout notes
    private static Consumer<Integer> listener(Diary diary) {
        return (Consumer<Integer>) diary.details("listener", "listener").get(0);
    }
}
