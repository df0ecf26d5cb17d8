package dev.vendaval.tests.rules.lifecycle;

import static dev.vendaval.tests.topologies.lifecycle.Statuses.TUPLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import dev.vendaval.tests.topologies.lifecycle.Diary.Entry;
import dev.vendaval.tests.topologies.lifecycle.Statuses;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StatusTest extends LocalTests {
    /** Enough for a callback that should not come to come. */
    private static final int TICKS = 20;

    private Played start() {
        String name = newName("statuses");
        Played played = submit(name, Map.of(), Statuses.topology(name));
        await("all tuples held", () -> played.diary().of("holder", "execute").size() == TUPLES);
        return played;
    }

    @Test
    @Tag("I6")
    void anActiveTopologysSpoutIsOpenedThenActivatedThenAsked() {
        try (Played played = start()) {
            assertThat(played.diary().events("source")).startsWith("open", "activate", "nextTuple");
            assertThat(played.diary().events("source")).containsOnlyOnce("open", "activate");
            for (int task : played.diary().of("holder", "prepare").stream()
                    .map(Entry::task)
                    .toList()) {
                assertThat(played.diary().of("holder").stream().filter(entry -> entry.task() == task))
                        .extracting(Entry::event)
                        .startsWith("prepare")
                        .containsOnlyOnce("prepare");
            }
            assertThat(played.diary().of("hook", "start").get(0).nanos())
                    .as("the worker's hook comes before any component")
                    .isLessThan(played.diary().of("source", "open").get(0).nanos());
            assertThat(played.topology().info().status()).isEqualTo(TopologyStatus.ACTIVE);
        }
    }

    @Test
    @Tag("I6")
    void deactivatedItsSpoutIsNotAskedButHearsOfItsTreesWhileBoltsGoOn() {
        try (Played played = start()) {
            Diary diary = played.diary();
            played.topology().deactivate();
            await("deactivated", () -> diary.events("source").contains("deactivate"));
            assertThat(played.topology().info().status()).isEqualTo(TopologyStatus.INACTIVE);
            awaitTicks(diary);

            diary.open(Statuses.RELEASE);
            await(
                    "every tree done",
                    () -> diary.of("source", "ack").size()
                                    + diary.of("source", "fail").size()
                            == TUPLES);

            assertThat(diary.details("source", "ack"))
                    .allSatisfy(id -> assertThat((Integer) id % 2).isZero());
            assertThat(diary.of("source", "fail")).hasSize(TUPLES / 2);
            List<String> events = diary.events("source");
            assertThat(events.subList(events.indexOf("deactivate"), events.size()))
                    .doesNotContain("nextTuple");
        }
    }

    private static void awaitTicks(Diary diary) {
        int before = diary.of("holder", "tick").size();
        await("ticks", () -> diary.of("holder", "tick").size() >= before + TICKS);
    }

    @Test
    @Tag("I6")
    void activatedAgainItsSpoutIsToldAndAsked() {
        try (Played played = start()) {
            Diary diary = played.diary();
            played.topology().deactivate();
            await("deactivated", () -> diary.events("source").contains("deactivate"));
            played.topology().activate();
            await("asked again", () -> {
                List<String> events = diary.events("source");
                return events.lastIndexOf("nextTuple") > events.indexOf("deactivate");
            });

            List<String> events = diary.events("source");
            assertThat(events.get(events.indexOf("deactivate") + 1)).isEqualTo("activate");
            assertThat(played.topology().info().status()).isEqualTo(TopologyStatus.ACTIVE);
        }
    }

    @Test
    @Tag("I6")
    void activateOnActiveAndDeactivateOnInactiveSucceedAndChangeNothing() {
        try (Played played = start()) {
            Diary diary = played.diary();
            played.topology().activate();
            awaitTicks(diary);
            assertThat(diary.of("source", "activate")).hasSize(1);

            played.topology().deactivate();
            played.topology().deactivate();
            await("deactivated", () -> diary.events("source").contains("deactivate"));
            awaitTicks(diary);
            assertThat(diary.of("source", "deactivate")).hasSize(1);
        }
    }

    @Test
    @Tag("I6")
    void whatAKilledTopologyCannotDoIsAnErrorThatNamesBothStates() {
        try (Played played = start()) {
            CompletableFuture<Void> kill =
                    CompletableFuture.runAsync(() -> played.topology().kill(SOON));
            await("killed", () -> played.topology().info().status() == TopologyStatus.KILLED);

            assertRefused(played.topology()::activate, "KILLED", "ACTIVE");
            assertRefused(played.topology()::deactivate, "KILLED", "INACTIVE");

            played.diary().open(Statuses.RELEASE);
            assertThat(kill).succeedsWithin(SOON);
        }
    }

    private static void assertRefused(ThrowingCallable call, String... states) {
        assertThatExceptionOfType(ServiceException.class).isThrownBy(call).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
            assertThat(refused.getMessage()).contains(states);
        });
    }
}
