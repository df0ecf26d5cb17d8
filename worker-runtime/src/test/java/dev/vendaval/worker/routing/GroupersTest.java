package dev.vendaval.worker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.WorkerContext;
import dev.vendaval.protocol.topology.KeyGroups;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupersTest {
    private static final Fields STREAM = new Fields("word", "count");

    private static Grouper grouper(Grouping grouping, Targets targets, long seed) {
        return Groupers.create(grouping, STREAM, targets, KeyGroups.of(targets.count()), seed);
    }

    private static int spread(int[] counts, int... indexes) {
        int[] of = IntStream.of(indexes).map(index -> counts[index]).toArray();
        return Arrays.stream(of).max().orElseThrow() - Arrays.stream(of).min().orElseThrow();
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    @Tag("G1")
    void shuffleIsEvenAfterEveryTuple(int count) {
        Targets targets = new Targets(count);
        Grouper grouper = grouper(Grouping.shuffle(), targets, 5);
        int[] counts = new int[count];
        for (int tuple = 0; tuple < 1_000; tuple++) {
            List<Integer> chosen = targets.choose(grouper, "w", 1);
            assertThat(chosen).hasSize(1);
            counts[chosen.get(0)]++;
            assertThat(spread(counts, all(count))).isLessThanOrEqualTo(1);
        }
    }

    @Test
    @Tag("G1")
    void shuffleGoesRoundClosedTargetsAndDoesNotRepayThem() {
        Targets targets = new Targets(4);
        Grouper grouper = grouper(Grouping.shuffle(), targets, 1);
        targets.close(2);
        int[] counts = targets.counts(grouper, 3_000, "w", 1);
        assertThat(counts[2]).isZero();
        assertThat(spread(counts, 0, 1, 3)).isZero();
        targets.reopen(2);
        assertThat(spread(targets.counts(grouper, 4_000, "w", 1), 0, 1, 2, 3)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("G1")
    void targetsThatStayOpenGetEqualSharesWhileOthersOpenAndClose(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Targets targets = new Targets(8);
        Grouper grouper = grouper(Grouping.shuffle(), targets, seed);
        int[] counts = new int[8];
        for (int tuple = 0; tuple < 10_000; tuple++) {
            int fickle = 4 + random.nextInt(4);
            if (random.nextBoolean()) {
                targets.close(fickle);
            } else {
                targets.reopen(fickle);
            }
            int chosen = targets.choose(grouper, "w", 1).get(0);
            assertThat(targets.open(chosen)).isTrue();
            counts[chosen]++;
            assertThat(spread(counts, 0, 1, 2, 3)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    @Tag("G1")
    void shuffleStillChoosesWhenAllAreClosedAndIsClosedOnlyThen() {
        Targets targets = new Targets(3);
        Grouper grouper = grouper(Grouping.shuffle(), targets, 1);
        assertThat(grouper.gate()).isEqualTo(Gate.ANY);
        targets.close(0, 1);
        assertThat(grouper.closed()).isFalse();
        targets.close(2);
        assertThat(grouper.closed()).isTrue();
        assertThat(spread(targets.counts(grouper, 300, "w", 1), 0, 1, 2)).isZero();
    }

    @Test
    @Tag("G1")
    void sendersDoNotAllBeginWithTheSameTask() {
        Set<Integer> first = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            Targets targets = new Targets(4);
            first.addAll(targets.choose(grouper(Grouping.shuffle(), targets, seed), "w", 1));
        }
        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    @Tag("G2")
    void equalKeysGoToOneTaskFromEverySenderWhateverElseIsInTheTuple() {
        Targets targets = new Targets(5);
        for (int key = 0; key < 1_000; key++) {
            Set<Integer> chosen = new HashSet<>();
            for (int sender = 0; sender < 3; sender++) {
                Grouper grouper = grouper(Grouping.fields(new Fields("word")), targets, sender);
                chosen.addAll(targets.choose(grouper, new String("word" + key), sender));
            }
            assertThat(chosen).hasSize(1);
        }
    }

    @Test
    @Tag("G2")
    void fieldsGroupingDoesNotAvoidClosedTasksButIsClosedByOne() {
        Targets targets = new Targets(5);
        Grouper grouper = grouper(Grouping.fields(new Fields("word")), targets, 0);
        List<Integer> before = targets.choose(grouper, "storm", 1);
        assertThat(grouper.closed()).isFalse();
        targets.close(before.get(0));
        assertThat(targets.choose(grouper, "storm", 1)).isEqualTo(before);
        assertThat(grouper.gate()).isEqualTo(Gate.EACH);
        assertThat(grouper.closed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 100})
    @Tag("G2")
    void manyKeysSpreadOverAllTasks(int count) {
        assertSpread(count, key -> "word" + key);
        assertSpread(count, key -> key);
        assertSpread(count, key -> (long) key << 32);
        assertSpread(count, key -> key * 0.5);
        assertSpread(count, key -> List.of(key, "x"));
    }

    private static void assertSpread(int count, Function<Integer, Object> keys) {
        Targets targets = new Targets(count);
        Grouper grouper = grouper(Grouping.fields(new Fields("word")), targets, 0);
        int[] counts = new int[count];
        int tuples = 2_000 * count;
        for (int key = 0; key < tuples; key++) {
            counts[targets.choose(grouper, keys.apply(key), 1).get(0)]++;
        }
        // Key groups of 64 to a task and 2,000 keys: a task has an eighth more or less at most.
        for (int tuplesOfTask : counts) {
            assertThat(tuplesOfTask).isBetween(1_600, 2_400);
        }
    }

    @Test
    @Tag("G2")
    void severalKeyFieldsCountAllAndInTheirOrder() {
        Targets targets = new Targets(50);
        Grouper both = grouper(Grouping.fields(new Fields("word", "count")), targets, 0);
        assertThat(targets.choose(both, "a", 1)).isEqualTo(targets.choose(both, "a", 1));
        Set<Integer> chosen = new HashSet<>();
        for (int count = 0; count < 100; count++) {
            chosen.addAll(targets.choose(both, "a", count));
        }
        assertThat(chosen).hasSizeGreaterThan(20);
    }

    @Test
    @Tag("G2")
    void nullIsAKey() {
        Targets targets = new Targets(5);
        Grouper grouper = grouper(Grouping.fields(new Fields("word")), targets, 0);
        int[] into = new int[5];
        int first = grouper.choose(Arrays.asList(null, 1), into);
        int index = into[0];
        grouper.choose(Arrays.asList(null, 2), into);
        assertThat(first).isEqualTo(1);
        assertThat(into[0]).isEqualTo(index);
    }

    @Test
    @Tag("G2")
    void noFieldsAtAllIsGlobal() {
        Targets targets = new Targets(5);
        Grouper grouper = grouper(Grouping.fields(new Fields()), targets, 0);
        assertThat(targets.choose(grouper, "a", 1)).containsExactly(0);
        assertThat(targets.choose(grouper, "b", 2)).containsExactly(0);
    }

    @Test
    @Tag("G2")
    void aKeyWithoutStableHashIsAnErrorThatNamesTheFieldsAndTheClass() {
        Targets targets = new Targets(5);
        Grouper grouper = grouper(Grouping.fields(new Fields("word")), targets, 0);
        assertThatThrownBy(() -> targets.choose(grouper, new Object(), 1))
                .isInstanceOf(UnhashableKeyException.class)
                .hasMessageContaining("[word]")
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    @Tag("G3")
    void aKeyGoesToTwoTasksByPartialKeyAndEvenly() {
        Targets targets = new Targets(6);
        for (int key = 0; key < 200; key++) {
            Grouper grouper = grouper(Grouping.partialKey(new Fields("word")), targets, 0);
            int[] counts = targets.counts(grouper, 1_000, "key" + key, 1);
            int[] used = Arrays.stream(counts).filter(count -> count > 0).toArray();
            assertThat(used).containsExactly(500, 500);
        }
    }

    @Test
    @Tag("G3")
    void theTwoCandidatesAreTheSameForEverySender() {
        Targets targets = new Targets(6);
        for (int key = 0; key < 100; key++) {
            int[] one = targets.counts(grouper(Grouping.partialKey(new Fields("word")), targets, 1), 10, key, 1);
            int[] other = targets.counts(grouper(Grouping.partialKey(new Fields("word")), targets, 2), 10, key, 1);
            assertThat(one).isEqualTo(other);
        }
    }

    @Test
    @Tag("G3")
    void partialKeyEvensOutAHotKeyThatFieldsGroupingWouldNot() {
        Targets targets = new Targets(4);
        Grouper grouper = grouper(Grouping.partialKey(new Fields("word")), targets, 0);
        int[] counts = new int[4];
        for (int tuple = 0; tuple < 20_000; tuple++) {
            Object key = tuple % 2 == 0 ? "hot" : "word" + tuple;
            counts[targets.choose(grouper, key, 1).get(0)]++;
        }
        // A sixth of the other keys have the hot key's two candidates and no others; by fields one task would have
        // 12,500.
        assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(6_200);
    }

    @Test
    @Tag("G3")
    void partialKeyWithOneTaskChoosesIt() {
        Targets targets = new Targets(1);
        Grouper grouper = grouper(Grouping.partialKey(new Fields("word")), targets, 0);
        assertThat(targets.counts(grouper, 10, "a", 1)).containsExactly(10);
    }

    @Test
    @Tag("G4")
    void allChoosesEveryTaskAndIsClosedByOne() {
        Targets targets = new Targets(4);
        Grouper grouper = grouper(Grouping.all(), targets, 0);
        assertThat(targets.choose(grouper, "a", 1)).containsExactly(0, 1, 2, 3);
        targets.close(3);
        assertThat(grouper.closed()).isTrue();
    }

    @Test
    @Tag("G5")
    void globalChoosesTheLowestTaskAndLooksAtItAlone() {
        Targets targets = new Targets(4);
        Grouper grouper = grouper(Grouping.global(), targets, 0);
        targets.close(1, 2, 3);
        assertThat(targets.choose(grouper, "a", 1)).containsExactly(0);
        assertThat(grouper.closed()).isFalse();
        targets.close(0);
        assertThat(grouper.closed()).isTrue();
    }

    @Test
    @Tag("G6")
    void noneStaysInTheWorkerWhileATaskThereIsOpen() {
        Targets targets = new Targets(4, 1, 3);
        Grouper grouper = grouper(Grouping.none(), targets, 0);
        assertThat(targets.counts(grouper, 100, "a", 1)).containsExactly(0, 50, 0, 50);
        targets.close(3);
        assertThat(targets.counts(grouper, 100, "a", 1)).containsExactly(0, 100, 0, 0);
        targets.close(1);
        assertThat(grouper.closed()).isFalse();
        assertThat(targets.counts(grouper, 100, "a", 1)).containsExactly(50, 0, 50, 0);
        targets.close(0, 2);
        assertThat(grouper.closed()).isTrue();
        assertThat(targets.counts(grouper, 100, "a", 1)).containsExactly(0, 50, 0, 50);
    }

    @Test
    @Tag("G6")
    void noneWithoutLocalTasksIsShuffle() {
        Targets targets = new Targets(4);
        assertThat(targets.counts(grouper(Grouping.none(), targets, 0), 100, "a", 1))
                .containsExactly(25, 25, 25, 25);
    }

    @Test
    @Tag("G7")
    void directLeavesTheChoiceToEmitDirect() {
        Targets targets = new Targets(4);
        Grouper grouper = grouper(Grouping.direct(), targets, 0);
        assertThat(grouper.candidates()).containsExactly(0, 1, 2, 3);
        assertThatThrownBy(() -> targets.choose(grouper, "a", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("emitDirect");
    }

    @Test
    @Tag("G8")
    void localOrShuffleIsEvenAmongLocalTasksAndWaitsForThem() {
        Targets targets = new Targets(5, 0, 2, 4);
        Grouper grouper = grouper(Grouping.localOrShuffle(), targets, 0);
        assertThat(targets.counts(grouper, 300, "a", 1)).containsExactly(100, 0, 100, 0, 100);
        targets.close(0, 2);
        assertThat(grouper.closed()).isFalse();
        assertThat(targets.counts(grouper, 30, "a", 1)).containsExactly(0, 0, 0, 0, 30);
        targets.close(4);
        assertThat(grouper.closed()).isTrue();
        assertThat(grouper.candidates()).containsExactly(0, 2, 4);
        targets.openAll();
        assertThat(grouper.closed()).isFalse();
    }

    @Test
    @Tag("G8")
    void localOrShuffleWithoutLocalTasksIsShuffle() {
        Targets targets = new Targets(4);
        assertThat(targets.counts(grouper(Grouping.localOrShuffle(), targets, 0), 100, "a", 1))
                .containsExactly(25, 25, 25, 25);
    }

    /** Returns what the test says. */
    private static final class Fixed implements CustomGrouping {
        private static final long serialVersionUID = 1;
        private final transient List<Integer> answer;

        Fixed(List<Integer> answer) {
            this.answer = answer;
        }

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {}

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            return answer;
        }
    }

    private static List<Integer> custom(List<Integer> answer) {
        Targets targets = new Targets(3);
        TaskIds taskIds = new TaskIds(List.of(4, 5, 9));
        return targets.choose(Groupers.custom(new Fixed(answer), 1, taskIds, targets), "a", 1);
    }

    @Test
    @Tag("G9")
    void customMayChooseNoneOneOrSeveral() {
        assertThat(custom(List.of())).isEmpty();
        assertThat(custom(List.of(5))).containsExactly(1);
        assertThat(custom(List.of(9, 4))).containsExactly(2, 0);
    }

    @Test
    @Tag("G9")
    void customChoicesThatCannotBeAreErrorsThatNameTheClass() {
        assertThatThrownBy(() -> custom(List.of(6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Fixed")
                .hasMessageContaining("task 6")
                .hasMessageContaining("[4, 5, 9]");
        assertThatThrownBy(() -> custom(List.of(4, 4))).hasMessageContaining("twice");
        assertThatThrownBy(() -> custom(Arrays.asList(4, null))).hasMessageContaining("task null");
    }
}
