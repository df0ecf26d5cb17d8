package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vendaval.api.Config;
import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import dev.vendaval.tests.topologies.lifecycle.Diary.Entry;
import dev.vendaval.tests.topologies.lifecycle.Restarts;
import dev.vendaval.tests.topologies.lifecycle.Restarts.Kind;
import dev.vendaval.tests.topologies.lifecycle.Restarts.Message;
import dev.vendaval.tests.topologies.lifecycle.Restarts.SecondPrepare;
import dev.vendaval.tests.topologies.lifecycle.Restarts.SpoutCallback;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RestartTest extends LocalTests {
    /** A second, counted from the beginning of the round that threw. */
    private static final Duration MOST_OF_THE_FIRST_WAIT = Duration.ofMillis(750);

    private static final Duration AT_ONCE = Duration.ofMillis(750);
    private static final String HELD = "hold this";
    private static final String HELD_BESIDE = "hold this beside";

    /** A topology whose first task of the victim is what these tests are about, the second one runs in its executor. */
    private final class Scene implements AutoCloseable {
        private final Played played;
        private final Diary diary;
        private final int victim;
        private final int beside;

        Scene(SpoutCallback spoutThrowsIn, SecondPrepare secondPrepare, Map<String, Object> configuration) {
            String name = newName("restarts");
            Map<String, Object> all = new HashMap<>(configuration);
            // So that only what fails at once fails while a test runs.
            all.put(Config.TOPOLOGY_MESSAGE_TIMEOUT, "5m");
            played = submit(name, all, Restarts.topology(name, spoutThrowsIn, secondPrepare));
            diary = played.diary();
            List<Integer> tasks = diary.of("victim", "prepare").stream()
                    .map(Entry::task)
                    .sorted()
                    .toList();
            victim = tasks.get(0);
            beside = tasks.get(1);
        }

        /** To the present instance of the spout. */
        @SuppressWarnings("unchecked") // what the spout notes
        void send(int task, String text) {
            List<Object> mailboxes = diary.details("source", "mailbox");
            ((Consumer<Message>) mailboxes.get(mailboxes.size() - 1)).accept(new Message(task, text));
        }

        void awaitExecuted(int task, String text) {
            await(
                    text,
                    () -> diary.of("victim", "execute").stream()
                            .anyMatch(entry -> entry.task() == task && text.equals(entry.detail())));
        }

        void awaitHeard(String outcome, String text) {
            await(
                    outcome + " of " + text,
                    () -> diary.details("source", outcome).contains(text));
        }

        List<Entry> of(int task, String event) {
            return diary.of("victim", event).stream()
                    .filter(entry -> entry.task() == task)
                    .toList();
        }

        TopologyInfo info() {
            return played.topology().info();
        }

        Entry awaitPrepared(int task, int instance) {
            await(
                    "instance " + instance,
                    () -> of(task, "prepare").stream().anyMatch(entry -> entry.instance() == instance));
            return of(task, "prepare").get(instance - 1);
        }

        @Override
        public void close() {
            played.close();
        }
    }

    private Scene quiet() {
        return new Scene(SpoutCallback.NONE, SecondPrepare.RETURNS, Map.of());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
    @Tag("F1")
    void whatABoltThrowsFailsItsInputsAtOnceAndANewInstanceGoesOn(Kind kind) {
        try (Scene scene = quiet()) {
            String incarnation = scene.info().workers().get(0).incarnation();
            scene.send(scene.victim, HELD);
            scene.send(scene.beside, HELD_BESIDE);
            scene.awaitExecuted(scene.victim, HELD);
            scene.awaitExecuted(scene.beside, HELD_BESIDE);

            String input = "throw " + kind;
            scene.send(scene.victim, input);
            scene.awaitHeard("fail", input);
            scene.awaitHeard("fail", HELD);
            Entry second = scene.awaitPrepared(scene.victim, 2);
            scene.send(scene.victim, "ack");
            scene.awaitHeard("ack", "ack");

            Entry cleanup = scene.of(scene.victim, "cleanup").get(0);
            assertThat(cleanup.instance()).isEqualTo(1);
            assertThat(scene.of(scene.victim, "hook cleanup")).hasSize(1);
            assertThat(Duration.ofNanos(second.nanos() - cleanup.nanos())).isLessThan(AT_ONCE);
            assertThat(scene.of(scene.victim, "executed before"))
                    .as("made anew from the definition")
                    .last()
                    .satisfies(entry -> assertThat(entry.detail()).isEqualTo(0));
            assertNobodyElseNoticed(scene);
            assertThat(scene.info().workers().get(0).incarnation()).isEqualTo(incarnation);
            assertThat(scene.diary.violations()).isEmpty();
        }
    }

    private static void assertNobodyElseNoticed(Scene scene) {
        assertThat(scene.of(scene.beside, "cleanup")).isEmpty();
        assertThat(scene.diary.details("source", "fail")).doesNotContain(HELD_BESIDE);
        assertThat(scene.diary.of("source", "open")).hasSize(1);
        assertThat(scene.diary.of("bystander", "prepare")).hasSize(1);
        int ticks = scene.diary.of("bystander", "tick").size();
        await("the bystander goes on", () -> scene.diary.of("bystander", "tick").size() > ticks);
    }

    @Test
    @Tag("F1")
    void whatWasThrownIsShownWithWhereWhenAndHowOften() {
        try (Scene scene = quiet()) {
            String input = "throw " + Kind.EXCEPTION;
            scene.send(scene.victim, input);
            scene.awaitPrepared(scene.victim, 2);
            scene.send(scene.victim, "ack");
            scene.awaitHeard("ack", "ack");
            scene.send(scene.victim, input);
            scene.awaitPrepared(scene.victim, 3);

            await("both counted", () -> scene.info().errors().stream().anyMatch(error -> error.count() == 2));
            await(
                    "and what followed",
                    () -> scene.info().executors().stream()
                            .anyMatch(executor -> executor.component().equals("victim") && executor.restarts() == 2));
            ErrorReport error = scene.info().errors().get(0);
            TopologyInfo.Worker worker = scene.info().workers().get(0);
            assertThat(error.component()).isEqualTo("victim");
            assertThat(error.task()).isEqualTo(scene.victim);
            assertThat(error.message()).contains("IllegalStateException").contains("on purpose");
            assertThat(error.stack()).contains("at ").contains(Restarts.class.getName());
            assertThat(error.host()).isEqualTo(worker.host());
            assertThat(error.port()).isEqualTo(worker.port());
            assertThat(error.lastAtMs()).isGreaterThanOrEqualTo(error.firstAtMs());
            assertThat(scene.info().components())
                    .filteredOn(component -> component.id().equals("victim"))
                    .singleElement()
                    .satisfies(component -> assertThat(component.errors()).isEqualTo(2));
            assertThat(scene.info().executors())
                    .filteredOn(executor -> executor.component().equals("victim"))
                    .singleElement()
                    .satisfies(executor -> assertThat(executor.restarts()).isEqualTo(2));
        }
    }

    @Test
    @Tag("F1")
    void oneThatThrowsAgainWithoutASuccessInBetweenWaits() {
        try (Scene scene = quiet()) {
            scene.send(scene.victim, "throw " + Kind.EXCEPTION);
            scene.send(scene.victim, "throw " + Kind.CHECKED);
            Entry third = scene.awaitPrepared(scene.victim, 3);
            Entry secondCleanup = scene.of(scene.victim, "cleanup").get(1);

            assertThat(Duration.ofNanos(third.nanos() - secondCleanup.nanos())).isGreaterThan(MOST_OF_THE_FIRST_WAIT);
            scene.send(scene.victim, "ack");
            scene.awaitHeard("ack", "ack");
        }
    }

    @Test
    @Tag("F1")
    void oneWhosePrepareThrowsIsCleanedUpAndTriedAgainAfterAWait() {
        try (Scene scene = new Scene(SpoutCallback.NONE, SecondPrepare.THROWS, Map.of())) {
            scene.send(scene.victim, "throw " + Kind.EXCEPTION);
            Entry third = scene.awaitPrepared(scene.victim, 3);

            List<Entry> cleanups = scene.of(scene.victim, "cleanup");
            assertThat(cleanups).extracting(Entry::instance).containsExactly(1, 2);
            assertThat(Duration.ofNanos(third.nanos() - cleanups.get(1).nanos()))
                    .isGreaterThan(MOST_OF_THE_FIRST_WAIT);
            scene.send(scene.victim, "ack");
            scene.awaitHeard("ack", "ack");
            await(
                    "reported",
                    () -> scene.info().errors().stream()
                            .anyMatch(error -> error.message().contains("in prepare")));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "ACTIVATE"})
    @Tag("F1")
    void whatASpoutThrowsBeforeItsFirstTupleIsReportedBySubmit(SpoutCallback callback) {
        String name = newName("restarts");
        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(() -> submit(name, Map.of(), Restarts.topology(name, callback, SecondPrepare.RETURNS)))
                .satisfies(thrown -> {
                    assertThat(thrown.code()).isEqualTo(SubmitException.Code.USER_CODE);
                    assertThat(thrown).hasMessageContaining("'source'").hasMessageContaining("in " + callback);
                });
        assertThat(Diary.named(name).of("source", "close"))
                .as("the discarded instance is closed")
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NEXT_TUPLE", "ACK", "FAIL", "DEACTIVATE"})
    @Tag("F1")
    void aSpoutThatThrowsIsMadeAnewAndHearsNothingOfItsPredecessorsTrees(SpoutCallback callback) {
        try (Scene scene = new Scene(callback, SecondPrepare.RETURNS, Map.of())) {
            scene.send(scene.beside, HELD);
            scene.awaitExecuted(scene.beside, HELD);

            switch (callback) {
                case NEXT_TUPLE -> scene.send(scene.beside, Restarts.NEXT_TUPLE_THROWS);
                case ACK -> scene.send(scene.victim, "ack");
                case FAIL -> scene.send(scene.victim, "throw " + Kind.EXCEPTION);
                default -> scene.played.topology().deactivate();
            }
            await("a new instance", () -> scene.diary.of("source", "open").size() == 2);
            if (callback == SpoutCallback.DEACTIVATE) {
                assertThat(scene.diary.of("source", "activate")).hasSize(1);
                scene.played.topology().activate();
            }
            await("activated", () -> scene.diary.of("source", "activate").size() == 2);

            // Fails what the task holds of either instance's trees.
            scene.send(scene.beside, "throw " + Kind.CHECKED);
            scene.awaitHeard("fail", "throw " + Kind.CHECKED);
            scene.send(scene.beside, "ack");
            await("both heard", () -> heardBySecondInstance(scene).size() >= 2);

            assertThat(heardBySecondInstance(scene)).containsExactly("throw " + Kind.CHECKED, "ack");
            assertThat(scene.diary.of("source", "close"))
                    .extracting(Entry::instance)
                    .containsExactly(1);
            assertThat(scene.diary.of("bystander", "prepare")).hasSize(1);
            await(
                    "reported",
                    () -> scene.info().errors().stream()
                            .anyMatch(error -> error.message().contains("in " + callback)));
        }
    }

    private static List<Object> heardBySecondInstance(Scene scene) {
        return scene.diary.of("source").stream()
                .filter(entry -> entry.instance() == 2)
                .filter(entry -> entry.event().equals("ack") || entry.event().equals("fail"))
                .map(Entry::detail)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"worker, EXCEPTION", "restart, OUT_OF_MEMORY"})
    @Tag("F1")
    void whereTheWorkerIsToEndAnotherTakesOver(String onError, Kind kind) {
        try (Scene scene = new Scene(
                SpoutCallback.NONE, SecondPrepare.RETURNS, Map.of(Config.TOPOLOGY_EXECUTOR_ON_ERROR, onError))) {
            String incarnation = scene.info().workers().get(0).incarnation();
            scene.send(scene.victim, "throw " + kind);
            await("a new spout", () -> scene.diary.of("source", "activate").size() == 2);

            assertThat(scene.of(scene.victim, "cleanup"))
                    .extracting(Entry::instance)
                    .contains(1);
            scene.send(scene.victim, "ack");
            scene.awaitHeard("ack", "ack");
            await(
                    "another incarnation",
                    () -> scene.info().workers().stream()
                            .noneMatch(worker -> worker.incarnation().equals(incarnation)));
        }
    }
}
