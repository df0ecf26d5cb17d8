package dev.vendaval.tests.rules;

import static dev.vendaval.tests.topologies.Trees.REPEAT;
import static dev.vendaval.tests.topologies.Trees.SPOUTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Config;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.tests.topologies.Pending;
import dev.vendaval.tests.topologies.Trees;
import dev.vendaval.tests.topologies.Trees.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of trees of every shape and every misuse, of one run with a real time-out of 2 s. */
abstract class TreeRules extends RuleTests {
    /** For threads of a loaded machine to be scheduled; the rule itself allows T + 10 %. */
    private static final long SCHEDULING_MARGIN_MS = 500;

    private static final long EARLIEST_MS = Trees.TIMEOUT_MS;
    private static final long LATEST_MS = Trees.TIMEOUT_MS * 11 / 10 + SCHEDULING_MARGIN_MS;
    private static final long CLOCKS_MS = 2;

    private Notes notes = new Notes(Path.of(""));
    private final List<Outcome> outcomes = new ArrayList<>();

    TreeRules(Venue venue) {
        super(venue);
    }

    private record Outcome(boolean acked, Case shape, int number, long elapsedMs) {
        static Outcome of(boolean acked, String line) {
            String[] words = line.split(" ", -1);
            return new Outcome(acked, Case.valueOf(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]));
        }
    }

    @BeforeAll
    void growEveryTree() {
        Config config = new Config();
        config.setMessageTimeout(Duration.ofMillis(Trees.TIMEOUT_MS));
        Submitted submitted = submit("trees", config, Trees::topology);
        notes = submitted.notes();
        notes.await(Trees.SPOUT, "done", SPOUTS, SOON);
        notes.await("every late ack", SOON, () -> notes.of("work", "late ack").size() == SPOUTS * REPEAT);
        outcomes.addAll(outcomes("ack", true));
        outcomes.addAll(outcomes("fail", false));
        assertInfoAgrees(submitted);
        // It drains, so whatever the late acks could still do has been done when it is gone.
        submitted.running().kill(DRAIN);
        assertThat(notes.violations()).isEmpty();
    }

    private List<Outcome> outcomes(String word, boolean acked) {
        return notes.of(Trees.SPOUT, word).stream()
                .map(line -> Outcome.of(acked, line))
                .toList();
    }

    /** Statistics follow within 2 s. */
    private void assertInfoAgrees(Submitted submitted) {
        long failed = outcomes.stream().filter(outcome -> !outcome.acked()).count();
        submitted.notes().await("info with the counts of the spout", Duration.ofSeconds(5), () -> {
            TopologyInfo.Component spout = component(submitted, Trees.SPOUT);
            return spout.acked() == outcomes.size() - failed && spout.failed() == failed && spout.pending() == 0;
        });
        Set<String> restarted = new TreeSet<>();
        submitted.running().info().executors().stream()
                .filter(executor -> executor.restarts() > 0)
                .forEach(executor -> restarted.add(executor.component()));
        assertThat(restarted).as("components restarted").containsExactly("throwing");
    }

    private static TopologyInfo.Component component(Submitted submitted, String id) {
        return submitted.running().info().components().stream()
                .filter(component -> component.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<Outcome> outcomes(Case shape) {
        return outcomes.stream().filter(outcome -> outcome.shape() == shape).toList();
    }

    private void assertAcked(Case shape, int times) {
        assertThat(outcomes(shape)).as(shape.name()).hasSize(times).allMatch(Outcome::acked);
    }

    private void assertAcked(Case... shapes) {
        for (Case shape : shapes) {
            assertAcked(shape, SPOUTS * REPEAT);
        }
    }

    /** Failed, and long before the time-out. */
    private void assertFailed(Case shape, int times) {
        assertThat(outcomes(shape))
                .as(shape.name())
                .hasSize(times)
                .allMatch(outcome -> !outcome.acked() && outcome.elapsedMs() < EARLIEST_MS);
    }

    private void assertFailed(Case... shapes) {
        for (Case shape : shapes) {
            assertFailed(shape, SPOUTS * REPEAT);
        }
    }

    private void assertTimedOut(Case shape, int times, long lastProgressMs) {
        assertThat(outcomes(shape))
                .as(shape.name())
                .hasSize(times)
                .allMatch(outcome -> !outcome.acked()
                        && outcome.elapsedMs() >= lastProgressMs + EARLIEST_MS - CLOCKS_MS
                        && outcome.elapsedMs() <= lastProgressMs + LATEST_MS);
    }

    private void assertTimedOut(Case... shapes) {
        for (Case shape : shapes) {
            assertTimedOut(shape, SPOUTS * REPEAT, 0);
        }
    }

    @Test
    @Tag("A1")
    void everyTrackedTupleGetsExactlyOneOutcome() {
        assertThat(outcomes).hasSameSizeAs(notes.of(Trees.SPOUT, "emit"));
        assertThat(outcomes.stream().map(Outcome::shape)).contains(allBut(Case.UNTRACKED));
        for (Case shape : allBut(Case.UNTRACKED)) {
            long emitted = notes.of(Trees.SPOUT, "emit").stream()
                    .filter(line -> line.startsWith(shape + " "))
                    .count();
            assertThat(outcomes(shape)).as(shape.name()).hasSize((int) emitted);
        }
    }

    private static Case[] allBut(Case shape) {
        return EnumSet.complementOf(EnumSet.of(shape)).toArray(Case[]::new);
    }

    @Test
    @Tag("A1")
    void aTreeIsAckedWhenAllOfItIsAckedAndFailedWhenOneTupleFails() {
        assertAcked(Case.PLAIN, Case.CHILD);
        assertFailed(Case.FAILED, Case.CHILD_FAILS);
        assertTimedOut(Case.KEPT, Case.CHILD_KEPT);
    }

    @Test
    @Tag("A1")
    void equalMessageIdsAreCountedEachByItself() {
        List<Outcome> equal = outcomes(Case.EQUAL_IDS);
        assertThat(equal).hasSize(3 * SPOUTS * REPEAT);
        assertThat(equal.stream().filter(Outcome::acked)).hasSize(2 * SPOUTS * REPEAT);
    }

    @Test
    @Tag("A1")
    void anEmitInOpenOrInAckIsTrackedAsAnyOther() {
        assertAcked(Case.OPENED, SPOUTS);
        assertAcked(Case.FROM_ACK);
    }

    @Test
    @Tag("A1")
    void anUntrackedTupleHasNoOutcome() {
        assertThat(outcomes(Case.UNTRACKED)).isEmpty();
        assertThat(notes.of("leaf", "leaf").stream().filter(Case.UNTRACKED.name()::equals))
                .as("untracked tuples at the leaf")
                .hasSize(SPOUTS * REPEAT);
    }

    @Test
    @Tag("G10")
    void aTrackedTupleWithoutSubscribersIsCompleteAtOnce() {
        assertAcked(Case.NOBODY);
        assertThat(outcomes(Case.NOBODY)).allMatch(outcome -> outcome.elapsedMs() < Trees.TIMEOUT_MS);
    }

    @Test
    @Tag("G4")
    void everyCopyOfAnAllGroupingIsAnEdgeOfItsOwn() {
        assertAcked(Case.COPIES);
        assertFailed(Case.ONE_COPY_FAILS);
        assertTimedOut(Case.ONE_COPY_KEPT);
        assertThat(notes.of("copy", "copy")).hasSize(3 * 4 * SPOUTS * REPEAT);
    }

    @Test
    @Tag("A3")
    void aJoinOfOneRootsTuplesBelongsToItsTree() {
        assertAcked(Case.HALVES, Case.TWICE_ANCHORED);
        assertFailed(Case.HALVES_FAIL);
        assertTimedOut(Case.HALVES_KEPT, Case.TWICE_ANCHORED_KEPT);
    }

    @Test
    @Tag("A3")
    void aJoinOfSeveralRootsBelongsToAllTheirTrees() {
        assertAcked(Case.PAIR, 2 * SPOUTS * REPEAT);
        assertFailed(Case.PAIR_FAILS, 2 * SPOUTS * REPEAT);
        assertTimedOut(Case.PAIR_KEPT, 2 * SPOUTS * REPEAT, 0);
    }

    @Test
    @Tag("A3")
    void anUnanchoredTupleBelongsToNoTree() {
        assertAcked(Case.UNANCHORED_FAILS, Case.UNANCHORED_KEPT);
    }

    @Test
    @Tag("A4")
    void ackingTwiceNeitherHangsNorCompletesATree() {
        assertAcked(Case.TWICE_ACKED, Case.TWICE_ACKED_CHILD);
        assertTimedOut(Case.TWICE_ACKED_CHILD_KEPT);
    }

    @Test
    @Tag("A4")
    void theFirstOfAckAndFailCounts() {
        assertAcked(Case.ACKED_THEN_FAILED);
        assertFailed(Case.FAILED_THEN_ACKED);
    }

    @Test
    @Tag("A4")
    void aLateAnchorCountsAsNone() {
        assertAcked(Case.LATE_ANCHOR, Case.LATE_ANCHOR_FAILS, Case.LATE_ANCHOR_KEPT);
    }

    @Test
    @Tag("A4")
    void anotherTasksTupleCannotBeAckedOrFailed() {
        assertTimedOut(Case.FOREIGN_ACK);
        assertAcked(Case.FOREIGN_FAIL);
    }

    @Test
    @Tag("A4")
    void anAckAfterTheTimeoutChangesNothing() {
        assertTimedOut(Case.LATE_ACK);
    }

    @Test
    @Tag("A5")
    void aTreeTimesOutNoSoonerThanTAfterItsLastReset() {
        assertAcked(Case.RESET);
        assertThat(outcomes(Case.RESET)).allMatch(outcome -> outcome.elapsedMs() > LATEST_MS);
        // The last reset comes with the last tick before the end, half a dozen ticks before at the very earliest.
        assertThat(outcomes(Case.RESET_ENDS))
                .hasSize(SPOUTS * REPEAT)
                .allMatch(outcome -> !outcome.acked()
                        && outcome.elapsedMs() >= Trees.RESET_END_MS - 300 + EARLIEST_MS
                        && outcome.elapsedMs() <= Trees.RESET_END_MS + LATEST_MS);
    }

    @Test
    @Tag("A5")
    void anyAckInATreeIsProgress() {
        assertAcked(Case.SLOW);
        assertThat(outcomes(Case.SLOW)).allMatch(outcome -> outcome.elapsedMs() > Trees.TIMEOUT_MS);
    }

    @Test
    @Tag("A7")
    void aBasicBoltAnchorsItsEmitsAndAcksItsInputOnReturn() {
        assertAcked(Case.BASIC);
        assertFailed(Case.BASIC_CHILD_FAILS);
        assertTimedOut(Case.BASIC_CHILD_KEPT);
    }

    @Test
    @Tag("A7")
    void aFailedExceptionFailsTheInputOfABasicBolt() {
        assertFailed(Case.BASIC_FAILED);
    }

    @Test
    @Tag("A7")
    @Tag("F1")
    void anyOtherExceptionFailsTheInputAndReplacesTheBasicBolt() {
        assertFailed(Case.BASIC_THROWS, SPOUTS);
        assertThat(notes.of("throwing", "prepared")).hasSizeGreaterThan(1);
    }

    @Test
    @Tag("A2")
    void withTrackingOffEveryTupleIsAckedOnceNextTupleHasReturned() {
        Config config = new Config();
        config.setNumAckers(0);
        Submitted submitted = submit("trees-untracked", config, Trees::topology);
        Notes untracked = submitted.notes();
        untracked.await(Trees.SPOUT, "done", SPOUTS, SOON);
        untracked.await(
                "every leaf",
                SOON,
                () -> untracked.of("leaf", "leaf CHILD_FAILS").size() == SPOUTS * REPEAT);
        submitted.running().kill(Duration.ZERO);

        assertThat(untracked.violations()).isEmpty();
        assertThat(untracked.of(Trees.SPOUT, "fail")).as("failed").isEmpty();
        assertThat(untracked.of(Trees.SPOUT, "ack")).hasSameSizeAs(untracked.of(Trees.SPOUT, "emit"));
    }

    @Test
    @Tag("A6")
    void aSpoutTaskIsNotCalledWhileItsLimitOfTrackedTuplesIsPending() {
        Submitted submitted = submit("pending", Map.of(), Pending::topology);
        Notes pending = submitted.notes();
        pending.await(Pending.SPOUT, "done", Pending.TASKS, SOON);
        submitted.running().kill(DRAIN);

        assertThat(pending.violations()).isEmpty();
        Map<Integer, List<String>> calls = pending.byTask(Pending.SPOUT, "call");
        assertThat(calls).hasSize(Pending.TASKS);
        calls.forEach((task, lines) -> {
            List<Integer> atCall = lines.stream()
                    .map(line -> line.split(" ", -1))
                    .peek(words -> assertThat(words[1]).as("pendingCount()").isEqualTo(words[0]))
                    .map(words -> Integer.valueOf(words[0]))
                    .toList();
            int most = atCall.stream().max(Integer::compare).orElseThrow();
            // Below the limit, and so near that another call overshoots it by what it emits.
            assertThat(most).isLessThan(Pending.LIMIT).isGreaterThanOrEqualTo(Pending.LIMIT - Pending.PER_CALL);
        });
    }
}
