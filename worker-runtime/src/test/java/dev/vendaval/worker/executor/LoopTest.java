package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One loop among neighbours that only take notes. Its clock stands still, so that nothing happens by time alone. */
class LoopTest {
    private static final Sharing SHARING = new Sharing(1, Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final Hold hold = new Hold(false);
    private final Notes neighbours = new Notes();

    /** Who prepared which bolt. */
    private final Map<String, Thread> preparedBy = new ConcurrentHashMap<>();

    private final Bench bench = bench();
    private final ExecutorEnvironment environment = bench.environment(bench.clock);
    private final Member a = member("a");
    private final Member b = member("b");
    private final Member c = member("c");
    private final List<Loop> started = new ArrayList<>();

    private Bench bench() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new Numbers(0).spout());
        for (String bolt : List.of("a", "b", "c")) {
            builder.setBolt(bolt, new ScriptedBolt(new ScriptedBolt.Script() {
                        @Override
                        public void prepare(TopologyContext context, OutputCollector collector) {
                            preparedBy.put(bolt, Thread.currentThread());
                            if (bolt.equals("a")) {
                                hold.at(Hold.Call.PREPARE);
                            }
                        }

                        @Override
                        public void execute(Tuple input, OutputCollector collector) {}
                    }))
                    .shuffleGrouping("numbers");
        }
        Bench made = Bench.of(builder.build());
        made.clock.stepNanos = 0;
        return made;
    }

    private Member member(String bolt) {
        return new Member(bench.executor(bolt), bench.clock, SHARING, bolt.charAt(0));
    }

    /** Neighbours that accept everything and keep it, or refuse. */
    private static final class Notes implements Loop.Neighbours {
        final List<Member> settled = new CopyOnWriteArrayList<>();
        final List<Loop> ended = new CopyOnWriteArrayList<>();
        volatile boolean closed;
        volatile boolean othersRun;
        final AtomicInteger starts = new AtomicInteger();

        @Override
        public void startsToWork() {
            starts.incrementAndGet();
        }

        @Override
        public boolean settle(Member member) {
            return !closed && settled.add(member);
        }

        @Override
        public boolean send(Member member, Loop to) {
            if (!closed) {
                to.take(member);
            }
            return !closed;
        }

        @Override
        public boolean othersRun(Loop asking) {
            return othersRun;
        }

        @Override
        public void ended(Loop loop) {
            ended.add(loop);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(20));
    }

    private Loop start(Member... members) {
        return start(Loop.shared(neighbours, environment, "t/loop", List.of(members)));
    }

    private Loop start(Loop loop) {
        started.add(loop);
        loop.start();
        return loop;
    }

    /** Whether the executor gets a step now, on whatever loop. */
    private static boolean answers(Member member) {
        return member.executor()
                .orders()
                .askSnapshot()
                .orTimeout(20, TimeUnit.SECONDS)
                .handle((snapshot, error) -> snapshot != null)
                .join();
    }

    /** A loop that sits in the first step of a, with b and c beside. */
    private Loop held() throws InterruptedException {
        hold.arm(Hold.Call.PREPARE);
        Loop loop = start(a, b, c);
        assertThat(hold.awaitEntered()).isTrue();
        return loop;
    }

    private Loop takenOver(Loop loop) {
        return Objects.requireNonNull(loop.takeOver(loop.position()));
    }

    @AfterEach
    void end() throws InterruptedException {
        hold.release();
        neighbours.closed = true;
        for (Member member : List.of(a, b, c)) {
            member.executor().orders().askStop(Orders.Stop.END);
        }
        for (Loop loop : started) {
            loop.close();
        }
        for (Loop loop : started) {
            assertThat(loop.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(neighbours.ended).containsExactlyInAnyOrderElementsOf(started);
    }

    @Test
    void allExecutorsAreSteppedAndThenTheLoopParks() {
        Loop loop = start(a, b, c);

        assertThat(List.of(a, b, c)).allMatch(LoopTest::answers);
        await().until(loop::isParked);

        assertThat(Loop.isStep(loop.position())).isFalse();
        assertThat(loop.members()).containsExactly(a, b, c);
    }

    @Test
    void aPassGoesTheWayOfTheTuplesInWhateverOrderExecutorsCame() {
        Loop loop = start(c);
        assertThat(answers(c)).isTrue();

        loop.take(a);
        loop.take(b);

        await().until(() -> loop.members().equals(List.of(a, b, c)));
    }

    @Test
    void aTakenOverLoopKeepsTheExecutorItStepsAndTheOthersGoOnElsewhere() throws InterruptedException {
        Loop loop = held();
        assertThat(Loop.isStep(loop.position())).isTrue();
        await().until(loop::isWaiting);

        Loop rest = start(takenOver(loop));

        assertThat(loop.isShared()).isFalse();
        assertThat(loop.members()).containsExactly(a);
        assertThat(rest.isShared()).isTrue();
        assertThat(rest.members()).containsExactly(b, c);
        assertThat(answers(b) && answers(c)).as("while a still blocks").isTrue();
        assertThat(loop.toString()).isEqualTo("t/a-2");
        assertThat(rest.toString()).isEqualTo("t/loop");
        hold.release();
        assertThat(answers(a)).isTrue();
        assertThat(preparedBy.get("b")).isNotSameAs(preparedBy.get("a")).isSameAs(preparedBy.get("c"));
    }

    @Test
    void onceTakenOverALoopStepsTheOthersNoMore() throws InterruptedException {
        Loop loop = held();
        // Nobody starts it: b and c stay unprepared if the old loop leaves them alone.
        Loop rest = takenOver(loop);
        hold.release();

        assertThat(answers(a)).isTrue();
        assertThat(answers(a)).isTrue();
        await().until(loop::isParked);

        assertThat(preparedBy).containsOnlyKeys("a");
        start(rest);
        assertThat(answers(b) && answers(c)).isTrue();
    }

    @Test
    void aStepThatIsOverCannotBeTakenOver() throws InterruptedException {
        Loop loop = held();
        long step = loop.position();
        hold.release();
        assertThat(answers(a)).isTrue();
        await().until(loop::isParked);

        assertThat(loop.takeOver(step)).isNull();

        assertThat(loop.isShared()).isTrue();
        assertThat(loop.members()).containsExactly(a, b, c);
    }

    @Test
    void executorsThatHaveNotBeenAdmittedYetGoWithTheOthers() throws InterruptedException {
        hold.arm(Hold.Call.PREPARE);
        Loop loop = start(a);
        assertThat(hold.awaitEntered()).isTrue();
        loop.take(b);
        loop.take(c);

        Loop rest = start(takenOver(loop));

        assertThat(rest.members()).containsExactly(b, c);
        assertThat(answers(b) && answers(c)).isTrue();
    }

    @Test
    void oneWithALoopOfItsOwnSettlesAmongTheOthersWhenItsTasksRun() {
        Loop loop = Loop.alone(neighbours, environment, b);
        assertThat(loop.isShared()).isFalse();
        assertThat(loop.toString()).isEqualTo("t/b-3");
        start(loop);

        await().until(() -> neighbours.settled.equals(List.of(b)) && neighbours.ended.contains(loop));
    }

    @Test
    void oneThatBlockedSettlesWhenItWasQuietForLongEnough() throws InterruptedException {
        Loop loop = held();
        start(takenOver(loop));
        hold.release();
        assertThat(answers(a)).isTrue();
        // A clock that jumps within a step makes that a slow one.
        await().until(loop::isParked);
        bench.clock.advance(Duration.ofSeconds(9));
        assertThat(answers(a)).isTrue();
        assertThat(neighbours.settled).isEmpty();

        await().until(loop::isParked);
        bench.clock.advance(Duration.ofSeconds(2));
        a.executor().wakeup().wake();

        await().until(() -> neighbours.settled.equals(List.of(a)) && neighbours.ended.contains(loop));
    }

    @Test
    void whenAllIsEndingNobodySettlesAnyMore() {
        neighbours.closed = true;
        Loop loop = start(Loop.alone(neighbours, environment, b));

        assertThat(answers(b)).isTrue();
        assertThat(answers(b)).as("still").isTrue();

        // It tries again and again, and is nobody's meanwhile.
        await().until(() -> loop.members().equals(List.of(b)));
        assertThat(neighbours.ended).isEmpty();
    }

    @Test
    void executorsLeaveForAnotherLoopAtTheEndOfARound() {
        Loop loop = start(a, b);
        Loop other = start(c);

        loop.send(List.of(a, c), other);

        await().until(() -> other.members().equals(List.of(a, c)));
        assertThat(loop.members()).containsExactly(b);
        assertThat(List.of(a, b, c)).allMatch(LoopTest::answers);
    }

    @Test
    void executorsStayWhenTheOthersRefuseThem() {
        neighbours.closed = true;
        Loop loop = start(a, b);
        Loop other = start(c);

        loop.send(List.of(a), other);

        assertThat(answers(a) && answers(b)).isTrue();
        await().until(loop::isParked);
        assertThat(loop.members()).containsExactly(a, b);
    }

    @Test
    void aParkedLoopStepsAnExecutorThatItTakesInAtOnce() {
        Loop one = start(a);
        Loop other = start(b);
        assertThat(answers(a) && answers(b)).isTrue();
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            Loop from = i % 2 == 0 ? one : other;
            Loop to = i % 2 == 0 ? other : one;
            await().until(to::isParked);
            from.send(List.of(a), to);
            await().until(() -> to.members().contains(a));
        }

        // A park lasts a second.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aParkedLoopStepsAnExecutorThatIsWokenAtOnceOnItsNewLoopToo() {
        Loop one = start(a);
        Loop other = start(b);
        one.send(List.of(a), other);
        await().until(() -> other.members().contains(a));
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            await().until(other::isParked);
            assertThat(answers(a)).isTrue();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aClosedLoopEndsWithItsLastExecutor() throws InterruptedException {
        Loop loop = start(a, b);
        Loop empty = start();
        loop.close();
        empty.close();
        assertThat(empty.join(Duration.ofSeconds(20))).isTrue();
        assertThat(answers(a) && answers(b)).isTrue();

        a.executor().orders().askStop(Orders.Stop.END);
        await().until(() -> loop.members().equals(List.of(b)));
        assertThat(answers(b)).isTrue();
        b.executor().orders().askStop(Orders.Stop.END);

        assertThat(loop.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void anInterruptWhileParkedIsClearedAndTheLoopParksAgain() {
        Loop loop = start(a, b);
        assertThat(answers(a) && answers(b)).isTrue();
        Thread thread = Objects.requireNonNull(preparedBy.get("a"));
        await().until(loop::isParked);

        loop.interrupt();

        await().until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(answers(a)).isTrue();
    }
}
