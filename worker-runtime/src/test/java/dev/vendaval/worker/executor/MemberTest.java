package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.worker.exchange.Parking;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an executor needs a step, and when it may join a shared loop. */
class MemberTest {
    private static final Sharing SHARING = new Sharing(2, Duration.ofSeconds(10), Duration.ofSeconds(35));

    private final Bench bench = bench();
    private final Executor executor = bench.executor("bolt");
    private final Member member = new Member(executor, bench.clock, SHARING, 0);

    private static Bench bench() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new Numbers(0).spout());
        builder.setBolt("bolt", new ScriptedBolt((input, collector) -> {
                    if (input.isTick()) {
                        return;
                    }
                    collector.ack(input);
                }))
                .addConfiguration("topology.tick.tuple.freq", "1h")
                .shuffleGrouping("numbers");
        return Bench.of(builder.build());
    }

    private long now() {
        return bench.clock.getAsLong();
    }

    private void stepUntilQuiet() {
        for (int i = 0; i < 100 && member.isWoken(); i++) {
            member.step(now());
        }
        assertThat(member.isWoken()).isFalse();
    }

    private Duration quietLeft() {
        bench.clock.stepNanos = 0;
        return Duration.ofNanos(member.nanosUntilQuiet(now()));
    }

    @Test
    void anExecutorNeedsStepsAsLongAsItGetsOnAndThenWhenWokenOrItsTimerIsOver() {
        assertThat(member.isDue(now())).isTrue();
        stepUntilQuiet();
        assertThat(member.isDue(now())).isFalse();
        assertThat(member.timer() - now()).isBetween(1L, Duration.ofSeconds(1).toNanos());

        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(member.isDue(now())).as("its timer is over").isTrue();
        assertThat(member.isWoken()).isFalse();
        stepUntilQuiet();
        member.step(now());
        assertThat(member.isDue(now())).isFalse();

        executor.wakeup().wake();
        assertThat(member.isDue(now())).isTrue();
    }

    @Test
    void anExecutorThatMovesGetsAStepAtOnceOnItsNewLoop() {
        stepUntilQuiet();

        member.moveTo(new Parking());

        assertThat(member.isWoken()).isTrue();
    }

    @Test
    void stepsAreCountedAsBusyTime() {
        bench.clock.stepNanos = 1_000_000;
        long before = now();

        long after = member.step(before);

        assertThat(member.busyNanos()).isEqualTo(after - before).isPositive();
    }

    @Test
    void anExecutorMayShareAsSoonAsItsTasksRun() {
        assertThat(member.nanosUntilQuiet(now())).isEqualTo(Long.MAX_VALUE);

        member.step(now());

        assertThat(member.nanosUntilQuiet(now())).isZero();
    }

    @Test
    void oneThatBlockedMayShareWhenItWasQuickForLongEnough() {
        stepUntilQuiet();
        member.blocked(now());
        assertThat(quietLeft()).isEqualTo(Duration.ofSeconds(10));

        bench.clock.advance(Duration.ofSeconds(9));
        assertThat(quietLeft()).isEqualTo(Duration.ofSeconds(1));

        bench.clock.advance(Duration.ofMillis(1_001));
        assertThat(quietLeft()).isZero();
    }

    @Test
    void aSlowStepBeginsTheWaitAnew() {
        stepUntilQuiet();
        member.blocked(now());
        bench.clock.advance(Duration.ofSeconds(9));
        long before = now();
        bench.clock.advance(Duration.ofNanos(Member.SLOW_STEP_NANOS));
        member.step(before);

        assertThat(quietLeft()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whoBlocksAgainWaitsTwiceAsLongUpToTheLongest() {
        stepUntilQuiet();
        bench.clock.stepNanos = 0;

        member.blocked(now());
        member.blocked(now());
        assertThat(quietLeft()).isEqualTo(Duration.ofSeconds(20));
        member.blocked(now());
        assertThat(quietLeft()).isEqualTo(Duration.ofSeconds(35));
        member.blocked(now());
        assertThat(quietLeft()).isEqualTo(Duration.ofSeconds(35));
    }
}
