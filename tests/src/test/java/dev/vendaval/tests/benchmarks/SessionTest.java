package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.tally.Tally;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionTest {
    private static final Timing MOMENT =
            new Timing(Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofMillis(500));
    private static final Scenario SCENARIO =
            new Scenario(Workload.of("spout-null-tracked", Shape.SPOUT_NULL, true, 1), Scenario.Kind.THROUGHPUT);

    @TempDir
    private Path directory;

    private final List<String> calls = new ArrayList<>();

    /** Source and sink in one thread of this process, which lose a tuple if told so. */
    private final class ThreadEngine implements Engine {
        private final List<String> systems;
        private final boolean losing;

        ThreadEngine(boolean losing, String... systems) {
            this.systems = List.of(systems);
            this.losing = losing;
        }

        @Override
        public List<String> systems() {
            return systems;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Map<String, Object> settings(String system, Workload workload) {
            return Map.of();
        }

        @Override
        public boolean runs(String system, Workload workload) {
            return true;
        }

        @Override
        public void start(Path home) {
            calls.add("start " + systems);
        }

        @Override
        public Submission submit(String system, Workload workload, Path tallies) {
            calls.add(system);
            Thread worker = new Thread(() -> work(tallies), system);
            worker.start();
            return new Submission() {
                @Override
                public List<ProcessHandle> workers() {
                    return List.of(ProcessHandle.current());
                }

                @Override
                public void stop() {
                    try {
                        worker.join(TimeUnit.SECONDS.toMillis(10));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
        }

        private void work(Path tallies) {
            Control control = Control.open(tallies);
            Tally source = Tally.ofSource(tallies, "source", 1);
            Tally sink = Tally.ofSink(tallies, "sink", 2);
            sink.received();
            source.emitted(1);
            source.acked();
            while (!control.isStopped()) {
                source.emitted(1);
                sink.received();
                source.acked();
            }
            if (losing) {
                source.emitted(1);
                source.acked();
            }
            source.stopped();
        }

        @Override
        public void close() {
            calls.add("close " + systems);
        }
    }

    private Session session(int repeat, Engine... engines) {
        return new Session(List.of(engines), directory, MOMENT, repeat, line -> {});
    }

    @Test
    void systemsTakeTurnsAndClustersStartOnce() throws IOException {
        List<SystemResult> results;
        try (Session session = session(
                2, new ThreadEngine(false, "vendaval"), new ThreadEngine(false, "storm-default", "storm-tuned"))) {
            results = session.run(SCENARIO);
            assertThat(session.invalid()).isEmpty();
        }
        assertThat(calls)
                .containsExactly(
                        "start [vendaval]",
                        "vendaval",
                        "start [storm-default, storm-tuned]",
                        "storm-default",
                        "storm-tuned",
                        "vendaval",
                        "storm-default",
                        "storm-tuned",
                        "close [storm-default, storm-tuned]",
                        "close [vendaval]");
        assertThat(results)
                .hasSize(3)
                .allSatisfy(result -> assertThat(result.values())
                        .hasSize(2)
                        .allSatisfy(value -> assertThat(value).isPositive()));
    }

    @Test
    void ourLostTupleMakesTheScenarioInvalidAtOnce() throws IOException {
        try (Session session =
                session(2, new ThreadEngine(true, "vendaval"), new ThreadEngine(false, "storm-default"))) {
            assertThat(session.run(SCENARIO)).isEmpty();
            assertThat(session.invalid())
                    .singleElement()
                    .asString()
                    .contains("spout-null-tracked on vendaval is not valid", "tuples of the");
        }
        assertThat(calls.stream().filter("vendaval"::equals)).hasSize(1);
    }

    @Test
    void aPeerThatLosesIsTriedAgainAndThenLeftOutAndNamed() throws IOException {
        try (Session session =
                session(2, new ThreadEngine(false, "vendaval"), new ThreadEngine(true, "storm-default"))) {
            assertThat(session.run(SCENARIO)).extracting(SystemResult::system).containsExactly("vendaval");
            assertThat(session.invalid()).singleElement().asString().contains("storm-default");
        }
        assertThat(calls.stream().filter("storm-default"::equals)).hasSize(2);
    }
}
