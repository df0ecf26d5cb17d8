package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each decision of the balance, window by window. */
class BalanceTest {
    private static final long WINDOW = Balance.WINDOW_NANOS;
    private static final int TRIAL_WINDOWS = RecentRate.SETTLING + RecentRate.COUNTED;
    private static final int FIRST_PAUSE_WINDOWS = 5;

    private final Balance balance = new Balance();
    private final List<Member> members = members(6);
    private final Member a = members.get(0);
    private final Member b = members.get(1);
    private final Member c = members.get(2);
    private final Member d = members.get(3);

    /** What the loops do in a window. */
    private Supplier<List<List<Balance.Weight>>> scene = List::of;

    private long now = -Duration.ofDays(1).toNanos();

    static List<Member> members(int count) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new Numbers(0).spout());
        builder.setBolt("bolt", Given.acking(), count).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());
        Sharing sharing = new Sharing(2, Duration.ofSeconds(10), Duration.ofSeconds(10));
        List<Member> members = new ArrayList<>();
        for (Executor executor : bench.executors("bolt")) {
            members.add(new Member(executor, bench.clock, sharing, members.size()));
        }
        return members;
    }

    private static Balance.Weight weight(Member member, double load, long calls) {
        return new Balance.Weight(member, load, calls);
    }

    private Balance.@Nullable Move window() {
        now += WINDOW;
        return balance.weigh(now, WINDOW, scene.get());
    }

    /** The first move within so many windows. */
    private Balance.@Nullable Move moveWithin(int windows) {
        for (int i = 0; i < windows; i++) {
            Balance.Move move = window();
            if (move != null) {
                return move;
            }
        }
        return null;
    }

    /** What a trial ends with when its windows bring so many calls each. */
    private Balance.@Nullable Move trial(long calls) {
        long before = calls(scene.get());
        Supplier<List<List<Balance.Weight>>> usual = scene;
        scene = () -> scaled(usual.get(), (double) calls / before);
        Balance.Move end = null;
        for (int i = 0; i < TRIAL_WINDOWS; i++) {
            assertThat(end).as("no move before the trial is over").isNull();
            end = window();
        }
        scene = usual;
        return end;
    }

    private static long calls(List<List<Balance.Weight>> loops) {
        return loops.stream()
                .flatMap(List::stream)
                .mapToLong(Balance.Weight::calls)
                .sum();
    }

    private static List<List<Balance.Weight>> scaled(List<List<Balance.Weight>> loops, double factor) {
        return loops.stream()
                .map(loop -> loop.stream()
                        .map(weight -> weight(weight.member(), weight.load(), Math.round(weight.calls() * factor)))
                        .toList())
                .toList();
    }

    /** Two executors with half of a busy loop each, 1,000 calls in all; another loop with nothing. */
    private void twoShareABusyLoop() {
        scene = () -> List.of(List.of(weight(a, 0.5, 500), weight(b, 0.48, 500)), List.of());
    }

    @Test
    void nothingMovesWhileNoLoopIsBusy() {
        scene = () -> List.of(List.of(weight(a, 0.45, 500), weight(b, 0.44, 500)), List.of());

        assertThat(moveWithin(100)).isNull();
    }

    @Test
    void nothingMovesWhileTheOtherLoopIsNotIdle() {
        scene = () -> List.of(List.of(weight(a, 0.5, 500), weight(b, 0.48, 500)), List.of(weight(c, 0.51, 100)));

        assertThat(moveWithin(100)).isNull();
    }

    @Test
    void nothingMovesOnTheOnlyLoopOrWhenThereIsNone() {
        scene = () -> List.of(List.of(weight(a, 0.5, 500), weight(b, 0.5, 500)));
        assertThat(moveWithin(50)).isNull();

        scene = List::of;
        assertThat(moveWithin(50)).isNull();
    }

    @Test
    void nothingMovesWhileNothingIsCalled() {
        scene = () -> List.of(List.of(weight(a, 0.5, 0), weight(b, 0.5, 0)), List.of());

        assertThat(moveWithin(100)).isNull();
    }

    @Test
    void halfOfABusyLoopGoesToTheIdleOneWhenTheRateWasSteadyForAWhile() {
        twoShareABusyLoop();

        assertThat(moveWithin(RecentRate.COUNTED - 1)).isNull();
        assertThat(window()).isEqualTo(new Balance.Move(List.of(a), 0, 1));
    }

    @Test
    void theIdlestOfSeveralLoopsTakesFromTheBusiest() {
        scene = () -> List.of(
                List.of(weight(c, 0.3, 10)),
                List.of(weight(a, 0.5, 500), weight(b, 0.48, 500)),
                List.of(weight(d, 0.1, 10)),
                List.of(weight(members.get(4), 0.91, 10)));

        assertThat(moveWithin(RecentRate.COUNTED)).isEqualTo(new Balance.Move(List.of(b), 1, 2));
    }

    @Test
    void aRateThatIsNotSteadyStartsNoTrial() {
        long[] calls = {1_000, 1_200};
        int[] window = {0};
        scene = () -> List.of(List.of(weight(a, 0.5, 0), weight(b, 0.48, calls[window[0]++ % 2])), List.of());

        assertThat(moveWithin(100)).isNull();
    }

    @Test
    void oneHeavyExecutorIsNotMovedFromOneLoopToAnother() {
        scene = () -> List.of(List.of(weight(a, 0.97, 1_000)), List.of());
        assertThat(moveWithin(50)).isNull();

        scene = () -> List.of(List.of(weight(a, 0.9, 1_000), weight(b, 0.05, 10)), List.of());
        assertThat(moveWithin(50))
                .as("0.9 of 0.95 would be left: not worth a trial")
                .isNull();
    }

    @Test
    void oneHeavyExecutorIsLeftAloneByTheLightOnesIfThatTakesOffEnough() {
        scene = () -> List.of(
                List.of(weight(a, 0.1, 10), weight(b, 0.1, 10), weight(c, 0.75, 1_000)), List.of(weight(d, 0.2, 10)));

        assertThat(moveWithin(RecentRate.COUNTED)).isEqualTo(new Balance.Move(List.of(a, b), 0, 1));
    }

    @Test
    void whatLeavesIsOnePieceOfTheChainThatEvensTheLoopsOut() {
        scene = () -> List.of(
                List.of(weight(a, 0.2, 10), weight(b, 0.2, 10), weight(c, 0.28, 10), weight(d, 0.26, 1_000)),
                List.of());

        assertThat(moveWithin(RecentRate.COUNTED)).isEqualTo(new Balance.Move(List.of(b, c), 0, 1));
    }

    @Test
    void whatTheIdleLoopHasCountsWhenThePieceIsChosen() {
        scene = () -> List.of(
                List.of(weight(a, 0.45, 10), weight(b, 0.25, 10), weight(c, 0.25, 1_000)),
                List.of(weight(d, 0.45, 10)));

        Balance.Move move = moveWithin(RecentRate.COUNTED);

        assertThat(move).isEqualTo(new Balance.Move(List.of(b), 0, 1));
    }

    @Test
    void aTrialThatBringsTooLittleIsTakenBack() {
        twoShareABusyLoop();
        Balance.Move move = moveWithin(RecentRate.COUNTED);

        assertThat(move).isNotNull();
        assertThat(trial(1_049)).isEqualTo(new Balance.Move(List.of(a), 1, 0));
    }

    @Test
    void aTrialThatBringsMoreIsKept() {
        twoShareABusyLoop();
        moveWithin(RecentRate.COUNTED);

        assertThat(trial(1_060)).isNull();
    }

    @Test
    void theFirstWindowsOfATrialDoNotCount() {
        twoShareABusyLoop();
        moveWithin(RecentRate.COUNTED);
        int[] window = {0};
        scene = () -> List.of(
                List.of(weight(a, 0.5, window[0]++ < RecentRate.SETTLING ? 100_000 : 1_000)),
                List.of(weight(b, 0.5, 0)));

        assertThat(moveWithin(TRIAL_WINDOWS)).isEqualTo(new Balance.Move(List.of(a), 1, 0));
    }

    @Test
    void windowsInWhichSomethingElseHadTheProcessorDoNotDecideATrial() {
        twoShareABusyLoop();
        moveWithin(RecentRate.COUNTED);
        int[] window = {0};
        scene = () -> List.of(List.of(weight(a, 0.5, window[0]++ % 3 == 2 ? 10 : 1_500)), List.of(weight(b, 0.5, 0)));

        assertThat(moveWithin(TRIAL_WINDOWS + 1)).isNull();
    }

    @Test
    void whatWasKeptIsTriedTheOtherWayRoundOnceAndThenStaysIfThatIsWorse() {
        twoShareABusyLoop();
        moveWithin(RecentRate.COUNTED);
        trial(2_000);
        scene = () -> List.of(List.of(weight(b, 0.95, 1_000)), List.of(weight(a, 0.95, 1_000)));

        assertThat(moveWithin(FIRST_PAUSE_WINDOWS - 1))
                .as("the pause after a trial")
                .isNull();
        assertThat(moveWithin(RecentRate.COUNTED)).isEqualTo(new Balance.Move(List.of(a), 1, 0));
        assertThat(trial(1_000)).as("it was right").isEqualTo(new Balance.Move(List.of(a), 0, 1));
        assertThat(moveWithin(500))
                .as("tried once, and there is nothing to move")
                .isNull();
    }

    @Test
    void whatOnlyLookedBetterBecauseEverythingGotFasterGoesBackWhenTheOtherWayRoundIsBetterStill() {
        twoShareABusyLoop();
        moveWithin(RecentRate.COUNTED);
        trial(2_000);
        scene = () -> List.of(List.of(weight(b, 0.6, 1_000)), List.of(weight(a, 0.6, 1_000)));

        assertThat(moveWithin(FIRST_PAUSE_WINDOWS + 3)).isEqualTo(new Balance.Move(List.of(a), 1, 0));
        assertThat(trial(3_000)).as("kept where it was at first").isNull();
    }

    @Test
    void pausesDoubleWhileTrialsAreTakenBackUpToFiveMinutes() {
        twoShareABusyLoop();
        assertThat(moveWithin(RecentRate.COUNTED)).isNotNull();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThat(trial(1_000)).isNotNull();
            long end = now;
            assertThat(moveWithin(2_000)).isNotNull();
            pauses.add(Duration.ofNanos(now - end).toSeconds());
        }

        assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void whatWasRefusedIsTriedAgainSoonerOnceTheRateIsAnother() {
        twoShareABusyLoop();
        for (int i = 0; i < 4; i++) {
            moveWithin(200);
            trial(1_000);
        }
        assertThat(moveWithin(2 * FIRST_PAUSE_WINDOWS)).as("at the same rate").isNull();

        scene = () -> List.of(List.of(weight(a, 0.5, 650), weight(b, 0.48, 650)), List.of());

        assertThat(moveWithin(RecentRate.COUNTED))
                .as("at a third more, as soon as that is steady")
                .isNotNull();
    }

    @Test
    void aKeptTrialMakesThePauseShortAgain() {
        twoShareABusyLoop();
        moveWithin(RecentRate.COUNTED);
        trial(1_000);
        moveWithin(100);
        trial(1_000);
        moveWithin(100);
        trial(2_000);
        long end = now;

        assertThat(moveWithin(100)).as("the other way round").isEqualTo(new Balance.Move(List.of(a), 1, 0));
        assertThat(Duration.ofNanos(now - end)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aMoveBackNamesTheSameExecutors() {
        Balance.Move move = new Balance.Move(List.of(a, b), 2, 5);

        assertThat(move.back()).isEqualTo(new Balance.Move(List.of(a, b), 5, 2));
        assertThat(move.back().back()).isEqualTo(move);
        assertThat(Map.of(move, 1)).containsKey(move.back().back());
    }
}
