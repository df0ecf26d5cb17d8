package dev.vendaval.supervisor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for logs. */
class WorkerLogsTest {
    @TempDir
    private Path logDir;

    private WorkerLogs logs;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private @Nullable Thread reader;

    @BeforeEach
    void setUp() {
        logs = new WorkerLogs(logDir);
    }

    @AfterEach
    void tearDown() throws InterruptedException {
        logs.close();
        if (reader != null) {
            reader.join(Duration.ofSeconds(10).toMillis());
            assertThat(reader.isAlive()).isFalse();
        }
    }

    private void append(int port, String text) throws IOException {
        Path file = logs.file("words-1", port);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void read(LogRequest request) {
        logs.read(request, line -> lines.add(line.port() + " " + line.line()), cancelled::get);
    }

    private void follow(LogRequest request) {
        reader = new Thread(() -> read(request), "test-follow");
        reader.start();
    }

    private void awaitLines(String... expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(lines).containsExactly(expected));
    }

    @Test
    void allWorkersOfTheTopologyOrOneAreRead() throws IOException {
        append(6700, "a\nb\n");
        append(6701, "c\n");

        read(new LogRequest("words-1", null, 0, 1, false));
        assertThat(lines).containsExactly("6700 b", "6701 c");

        lines.clear();
        read(new LogRequest("words-1", null, 6700, 100, false));
        assertThat(lines).containsExactly("6700 a", "6700 b");
    }

    @Test
    void aTopologyThatHasLoggedNothingHereHasNoLines() {
        read(new LogRequest("words-1", null, 0, 100, false));

        assertThat(lines).isEmpty();
    }

    @Test
    void followingGoesOnWithNewLinesNewWorkersAndTruncatedFiles() throws IOException {
        append(6700, "old\nlast\n");
        follow(new LogRequest("words-1", null, 0, 1, true));
        awaitLines("6700 last");

        append(6700, "half ");
        append(6700, "and half\n");
        awaitLines("6700 last", "6700 half and half");

        append(6701, "another worker\n");
        awaitLines("6700 last", "6700 half and half", "6701 another worker");

        Files.writeString(logs.file("words-1", 6700), "anew\n");
        awaitLines("6700 last", "6700 half and half", "6701 another worker", "6700 anew");
    }

    @Test
    void followingAComponentGoesOnInTheMiddleOfItsEntry() throws IOException {
        append(6700, "2026-01-31T10:00:01.000 ERROR [count-4] two\n");
        follow(new LogRequest("words-1", "count", 0, 10, true));
        awaitLines("6700 2026-01-31T10:00:01.000 ERROR [count-4] two");

        append(6700, "\tat somewhere\n2026-01-31T10:00:02.000 INFO [split-3] x\n\tat elsewhere\n");
        append(6700, "2026-01-31T10:00:03.000 INFO [count-5] y\n");
        awaitLines(
                "6700 2026-01-31T10:00:01.000 ERROR [count-4] two",
                "6700 \tat somewhere",
                "6700 2026-01-31T10:00:03.000 INFO [count-5] y");
    }

    @Test
    void aCallerThatGoesAwayEndsTheRequest() throws Exception {
        append(6700, "a\n");
        follow(new LogRequest("words-1", null, 0, 1, true));
        awaitLines("6700 a");

        cancelled.set(true);
        await().atMost(Duration.ofSeconds(10)).until(() -> reader != null && !reader.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../words-1", "..", ".", "", "a/b", "/etc"})
    void anIdThatLeadsElsewhereIsRefused(String topologyId) {
        assertThatThrownBy(() -> read(new LogRequest(topologyId, null, 0, 1, false)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("not the id of a topology");
    }

    @Test
    void moreLinesThanFitInMemoryAreRefused() {
        assertThatThrownBy(() -> read(new LogRequest("words-1", null, 0, 10_001, false)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("10001 lines");
    }

    @Test
    void theLastLineIsTheLastThatSaysSomething() throws IOException {
        assertThat(logs.lastLine("words-1", 6700)).isNull();
        append(6700, "a\nb\n\n");
        assertThat(logs.lastLine("words-1", 6700)).isEqualTo("b");
        append(6700, "z".repeat(1000));
        assertThat(logs.lastLine("words-1", 6700)).hasSize(303).endsWith("zzz...");
    }

    @Test
    void theLastLineOfAStackTraceIsWhatHappenedWithItsDeepestCause() throws IOException {
        append(6700, """
                10:00 ERROR it ends
                java.lang.IllegalStateException: no links
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: no port
                \tat d.E.f(E.java:2)
                Caused by: java.net.BindException: Address already in use
                \tat d.E.f(E.java:2)
                \t... 10 common frames omitted
                """);

        assertThat(logs.lastLine("words-1", 6700))
                .isEqualTo(
                        "java.lang.IllegalStateException: no links; Caused by: java.net.BindException: Address already in"
                                + " use");
    }

    @Test
    void theListOfLinesIsNotTouchedByWhatIsNotAPort() throws IOException {
        append(6700, "a\n");
        Files.createDirectories(logDir.resolve("workers/words-1/notes"));

        read(new LogRequest("words-1", null, 0, 10, false));
        assertThat(List.copyOf(lines)).containsExactly("6700 a");
    }
}
