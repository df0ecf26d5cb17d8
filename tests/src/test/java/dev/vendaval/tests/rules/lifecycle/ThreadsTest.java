package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vendaval.api.Config;
import dev.vendaval.api.Tuple;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import dev.vendaval.tests.topologies.lifecycle.Threads;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTest extends LocalTests {
    private static final int EMITTED = Threads.SPOUTS * Threads.EACH;
    private static final int FAILED = EMITTED / Threads.FAIL_EACH;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Tag("I5")
    void emitsAcksAndFailsOfForeignThreadsAllCountAndCallbacksStayOneAtATime(int workers) {
        String name = newName("foreign");
        try (Played played = submit(name, Map.of(Config.TOPOLOGY_WORKERS, workers), Threads.foreign(name))) {
            Diary diary = played.diary();
            await(
                    "every tree done",
                    () -> diary.of("source", "ack").size()
                                    + diary.of("source", "fail").size()
                            >= EMITTED);

            assertThat(diary.of("source", "fail")).hasSize(FAILED);
            assertThat(diary.of("source", "ack")).hasSize(EMITTED - FAILED);
            assertThat(diary.details("source", "fail"))
                    .allSatisfy(
                            id -> assertThat((Integer) id % Threads.FAIL_EACH).isZero());
            played.close();
            assertThat(diary.violations()).isEmpty();
        }
    }

    @Test
    @Tag("I5")
    void aWrongEmitOfAForeignThreadIsThatThreadsError() {
        String name = newName("foreign");
        try (Played played = submit(name, Map.of(), Threads.foreign(name))) {
            await("refused", () -> played.diary().of("source", "refused").size() == 2 * Threads.SPOUTS);

            assertThat(played.diary().details("source", "refused"))
                    .allSatisfy(message ->
                            assertThat((String) message).contains("default").contains("2"));
            assertThat(played.topology().info().errors()).isEmpty();
            assertThat(played.diary().of("source", "open"))
                    .as("nobody was restarted")
                    .hasSize(Threads.SPOUTS);
        }
    }

    @Test
    @Tag("I5")
    void componentsThatBlockHoldUpNobodyElse() {
        String name = newName("blocked");
        int waiting = 4 * Runtime.getRuntime().availableProcessors();
        try (Played played = submit(name, Map.of(), Threads.blocked(name, waiting))) {
            Diary diary = played.diary();
            await("all of them blocked", () -> diary.of("blocked", "blocked").size() == waiting);

            await("the quick one is done", () -> diary.of("quick", "all").size() == 1);
            assertThat(diary.of("source", "ack")).isEmpty();

            diary.open(Threads.GO_ON);
            played.topology().awaitAcked(waiting, SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T1")
    void tuplesHeldKeepTheirValuesWhateverPassesMeanwhile(boolean serialize) {
        String name = newName("holding");
        try (Played played =
                submit(name, Map.of(Config.TOPOLOGY_TESTING_ALWAYS_SERIALIZE, serialize), Threads.holding(name))) {
            await(
                    "all have passed",
                    () -> played.diary().of("keeping", "all").size() == 1
                            && played.diary().of("also keeping", "all").size() == 1);

            for (String bolt : List.of("keeping", "also keeping")) {
                List<?> kept = (List<?>) played.diary().details(bolt, "all").get(0);
                assertThat(kept).hasSize(Threads.MEMORY);
                for (int number = 0; number < Threads.MEMORY; number++) {
                    assertIsAsEmitted((Tuple) kept.get(number), number);
                }
            }
        }
    }

    private static void assertIsAsEmitted(Tuple tuple, int number) {
        assertThat(tuple.getValues()).isEqualTo(List.of(number, "text " + number, List.of(number, number + 1)));
        assertThat(tuple.getStringByField("text")).isEqualTo("text " + number);
        assertThat(tuple.getSourceComponent()).isEqualTo("source");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> tuple.getValues().set(0, Objects.requireNonNull(tuple.getValue(1))));
    }
}
