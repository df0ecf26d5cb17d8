package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker, fed with right and wrong histories. */
class CheckerTest {
    private static final long SOURCE = 100;
    private static final long SINK = 200;
    private static final long OTHER = 300;

    private final Histories made = new Histories();
    private final Histories.Instance source = made.source(SOURCE);
    private final Histories.Instance sink = made.sink(SINK);

    private List<String> complaintsWithLive(Long... pids) {
        return Checker.complaints(made.history(), new Rest(Set.of(pids), Map.of(), Set.of(1L), Set.of(1L)));
    }

    private List<String> complaints() {
        return complaintsWithLive(SOURCE, SINK);
    }

    @Test
    void nothingIsWrongWithAnIdThatFailedWasEmittedAgainAndCameTwice() {
        source.emitted(0, 0);
        sink.received(0, 0);
        source.failed(0, 0).emitted(0, 1);
        sink.received(0, 1);
        source.acked(0, 1);

        assertThat(complaints()).isEmpty();
        assertThat(Counts.of(made.history())).isEqualTo(new Counts(1, 2, 1, 1, 1, 0));
    }

    @Test
    void anIdThatIsNotAtTheSinkIsLostAlsoIfItWasAcked() {
        source.emitted(0, 0).emitted(1, 1).acked(0, 0).acked(1, 1);
        sink.received(1, 1);

        assertThat(complaints())
                .containsExactly("1 ids never came to the sink: 0; last seen: [id 0 emitted at source-7 of pid 100,"
                        + " 2 ms after its open] [id 0 acked at source-7 of pid 100, 4 ms after its open]");
    }

    @Test
    void anIdThatADeadSourceEmittedIsLostIfNobodyReplayedIt() {
        source.emitted(5, 0);
        made.source(OTHER);

        assertThat(complaintsWithLive(SINK, OTHER)).singleElement().asString().contains("1 ids never came", "5;");
    }

    @Test
    void aSecondAckIsTold() {
        source.emitted(3, 0).acked(3, 0).acked(3, 0);
        sink.received(3, 0);

        assertThat(complaints())
                .containsExactly("1 emissions of source-7 of pid 100 got a second ack or fail: the ids 3");
    }

    @Test
    void anAckAfterAFailIsASecondOutcomeToo() {
        source.emitted(3, 0).failed(3, 0).acked(3, 0);
        sink.received(3, 0);

        assertThat(complaints()).singleElement().asString().contains("a second ack or fail");
    }

    @Test
    void anOutcomeOfSomethingNeverEmittedIsTold() {
        source.emitted(3, 10).acked(3, 10).acked(4, 11).failed(2, 9);
        sink.received(3, 10);

        assertThat(complaints())
                .containsExactly("source-7 of pid 100 got ack or fail for ids it had not emitted: 2, 4");
    }

    @Test
    void anEmissionWithoutOutcomeIsTold() {
        source.emitted(8, 0);
        sink.received(8, 0);

        assertThat(complaints())
                .containsExactly(
                        "1 emissions of source-7 of pid 100, which is alive, got neither ack nor fail: the ids 8");
    }

    @Test
    void anEmissionWithoutOutcomeIsRightIfItsSourceIsDeadAndAnotherReplayedIt() {
        source.emitted(8, 0);
        sink.received(8, 0);
        made.source(OTHER).emitted(8, 1).acked(8, 1);
        sink.received(8, 1);

        assertThat(complaintsWithLive(SINK, OTHER)).isEmpty();
    }

    @Test
    void anEmissionWithoutOutcomeIsRightIfItsInstanceWasReplacedInTheSameProcess() {
        source.emitted(8, 0).closed();
        made.source(SOURCE).emitted(8, 1).acked(8, 1);
        sink.received(8, 1);

        assertThat(complaints()).isEmpty();
    }

    @Test
    void twoLivingInstancesOfATaskAreTold() {
        made.sink(OTHER);

        assertThat(complaintsWithLive(SOURCE, SINK, OTHER))
                .containsExactly("task sink-6 has 2 owners: sink-6 of pid 200, sink-6 of pid 300");
    }

    @Test
    void aTaskThatNobodyRunsIsTold() {
        assertThat(complaintsWithLive(SOURCE)).containsExactly("task sink-6 has no owner");
    }

    @Test
    void whatIsInFlightAtRestIsTold() {
        Rest rest =
                new Rest(Set.of(SOURCE, SINK), Map.of("supervisor-1 6700 pendingTrees", 3L), Set.of(1L), Set.of(1L));

        assertThat(Checker.complaints(made.history(), rest))
                .containsExactly("in flight at rest: supervisor-1 6700 pendingTrees = 3");
    }

    @Test
    void aBystanderInAnotherProcessIsTold() {
        Rest rest = new Rest(Set.of(SOURCE, SINK), Map.of(), Set.of(1L), Set.of(2L));

        assertThat(Checker.complaints(made.history(), rest))
                .containsExactly("the untouched topology ran in processes [1], now in [2]");
    }

    @Test
    void theSameEmissionTwiceAtTheSinkIsCountedAsRepeat() {
        source.emitted(0, 0);
        sink.received(0, 0).received(0, 0);
        source.acked(0, 0);

        assertThat(complaints()).isEmpty();
        assertThat(Counts.of(made.history())).isEqualTo(new Counts(1, 1, 1, 0, 1, 1));
    }
}
