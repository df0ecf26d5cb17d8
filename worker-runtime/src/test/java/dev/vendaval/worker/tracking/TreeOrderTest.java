package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole random trees in random orders: the proof of A1, A2 and A3 as far as the tracker is concerned. */
class TreeOrderTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("A1")
    @Tag("A2")
    @Tag("A3")
    void everyTreeWhoseTuplesAreAllAckedIsAcked(long seed) {
        TreeScene scene = new TreeScene(seed, 0, 0);
        scene.run(40, 600);
        assertThat(scene.trees.values())
                .allSatisfy(tree -> assertThat(tree.outcome).isEqualTo(Outcome.Kind.ACKED));
        assertThat(scene.tracker.pending()).isZero();
        assertThat(scene.tracker.unknownRoots()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("A1")
    @Tag("A2")
    @Tag("A3")
    void aTreeFailsExactlyIfATupleOfItWasFailed(long seed) {
        TreeScene scene = new TreeScene(seed, 0.05, 0);
        scene.run(40, 600);
        assertThat(scene.trees.values())
                .allSatisfy(tree ->
                        assertThat(tree.outcome).isEqualTo(tree.failSent ? Outcome.Kind.FAILED : Outcome.Kind.ACKED));
        assertThat(scene.tracker.pending()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("A2")
    @Tag("A4")
    void doubledMessagesNeverCompleteATreeFalselyAndNeverLoseItsOutcome(long seed) {
        TreeScene scene = new TreeScene(seed, 0.02, 0.2);
        scene.run(40, 600);
        scene.timeOut();
        assertThat(scene.trees.values()).allSatisfy(tree -> {
            assertThat(tree.outcome).isNotNull();
            if (tree.outcome == Outcome.Kind.TIMED_OUT) {
                assertThat(tree.doubled).isTrue();
            }
        });
        assertThat(scene.tracker.pending()).isZero();
    }
}
