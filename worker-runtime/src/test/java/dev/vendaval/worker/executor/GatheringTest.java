package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Gathering gathering = new Gathering();
    private final List<Member> members = BalanceTest.members(3);
    private final Member a = members.get(0);
    private final Member b = members.get(1);
    private final Member c = members.get(2);

    private static Balance.Weight weight(Member member, double load) {
        return new Balance.Weight(member, load, 1);
    }

    /** The first move within so many windows. */
    private Balance.@Nullable Move within(int windows, List<List<Balance.Weight>> loops) {
        for (int i = 0; i < windows; i++) {
            Balance.Move move = gathering.weigh(loops);
            if (move != null) {
                return move;
            }
        }
        return null;
    }

    private List<List<Balance.Weight>> spread(double load) {
        return List.of(List.of(weight(a, load)), List.of(weight(b, load), weight(c, 0)));
    }

    private List<List<Balance.Weight>> together(double load) {
        return List.of(List.of(weight(a, load), weight(b, load), weight(c, 0)), List.of());
    }

    @Test
    void executorsThatHaveBeenQuietForTwoSecondsGoToTheFirstLoop() {
        assertThat(within(10, spread(0.01))).isNull();
        assertThat(within(1, spread(0.01))).isEqualTo(new Balance.Move(List.of(b, c), 1, 0));
        assertThat(within(100, together(0.01))).isNull();
    }

    @Test
    void aWindowWithWorkBeginsTheTwoSecondsAnew() {
        assertThat(within(10, spread(0.01))).isNull();
        assertThat(within(1, spread(0.06))).isNull();
        assertThat(within(10, spread(0.01))).isNull();
    }

    @Test
    void theyGoBackWhenThereIsWork() {
        within(11, spread(0.01));

        assertThat(within(100, together(0.1))).as("little").isNull();
        assertThat(within(1, together(0.3))).isEqualTo(new Balance.Move(List.of(b, c), 0, 1));
        assertThat(within(100, spread(0.3))).isNull();
    }

    @Test
    void withoutAnyGatheredThereIsNothingToGoBack() {
        assertThat(within(100, together(0.5))).isNull();
    }

    @Test
    void oneLoopAtATimeAndBackInTurn() {
        List<List<Balance.Weight>> three = List.of(List.of(weight(a, 0)), List.of(weight(b, 0)), List.of(weight(c, 0)));
        assertThat(within(11, three)).isEqualTo(new Balance.Move(List.of(b), 1, 0));
        List<List<Balance.Weight>> two = List.of(List.of(weight(a, 0), weight(b, 0)), List.of(), List.of(weight(c, 0)));
        assertThat(within(1, two)).isEqualTo(new Balance.Move(List.of(c), 2, 0));

        List<List<Balance.Weight>> one =
                List.of(List.of(weight(a, 0.5), weight(b, 0), weight(c, 0)), List.of(), List.of());
        assertThat(within(1, one)).isEqualTo(new Balance.Move(List.of(c), 0, 2));
        assertThat(within(1, one)).isEqualTo(new Balance.Move(List.of(b), 0, 1));
    }
}
