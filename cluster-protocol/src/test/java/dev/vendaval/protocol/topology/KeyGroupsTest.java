package dev.vendaval.protocol.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R4")
class KeyGroupsTest {
    @Test
    void atSubmitEachTaskHasARange() {
        KeyGroups groups = KeyGroups.of(4);

        assertThat(groups.count()).isEqualTo(1024);
        assertThat(groups.isGrown()).isFalse();
        assertThat(owners(groups)).isSorted();
        assertThat(sizes(groups, 4)).containsOnly(256);
    }

    @Test
    void theNumberOfGroupsIsThatOfTheSubmitHoweverManyTasksThereAre() {
        assertThat(KeyGroups.of(4).with(100).count()).isEqualTo(1024);
        assertThat(KeyGroups.of(17).with(1).count()).isEqualTo(2048);
    }

    @Test
    void doublingTakesHalfOfEachOlderTask() {
        KeyGroups before = KeyGroups.of(4);
        KeyGroups after = before.with(4);

        assertThat(sizes(after, 8)).containsOnly(128);
        assertThat(moved(before, after)).isEqualTo(512);
        assertThat(after.givers(before, 4)).hasSize(1);
        assertThat(after.givers(before, 0)).isEmpty();
    }

    @RepeatedTest(200)
    void growthIsEvenAndTheLeastThatIsAndTakesFromOlderTasksOnly(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        int tasks = 1 + random.nextInt(40);
        KeyGroups groups = KeyGroups.of(tasks);
        KeyGroups again = KeyGroups.of(tasks);
        for (int i = 0; i < 5; i++) {
            int more = 1 + random.nextInt(tasks + 20);
            KeyGroups next = groups.with(more);
            again = again.with(more);
            List<Integer> sizes = sizes(next, tasks + more);

            assertThat(owners(next)).as("the same for all").isEqualTo(owners(again));
            assertThat(Collections.max(sizes) - Collections.min(sizes))
                    .as("even")
                    .isLessThanOrEqualTo(1);
            int added = sizes.subList(tasks, tasks + more).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(moved(groups, next)).as("only to the new ones").isEqualTo(added);
            assertThat(added).as("no more than evenness asks for").isEqualTo(leastMoved(groups, tasks, more));
            for (int task = 0; task < tasks; task++) {
                assertThat(next.givers(groups, task)).isEmpty();
            }
            assertThat(allGivers(groups, next, tasks, more)).isEqualTo(giversByGroup(groups, next));
            groups = next;
            tasks += more;
        }
    }

    @Test
    void moreTasksThanGroupsAreRefused() {
        assertThatThrownBy(() -> KeyGroups.of(4).with(1021)).hasMessageContaining("up to 1024");
        assertThatThrownBy(() -> KeyGroups.of(4).with(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sizes(KeyGroups.of(4).with(1020), 1024)).containsOnly(1);
    }

    private static int leastMoved(KeyGroups before, int tasks, int more) {
        int least = before.count() / (tasks + more);
        int oneMore = before.count() % (tasks + more);
        int keeps = 0;
        for (int size : sizes(before, tasks)) {
            keeps += Math.min(size, size > least && oneMore-- > 0 ? least + 1 : least);
        }
        return before.count() - keeps;
    }

    private static Set<Integer> allGivers(KeyGroups before, KeyGroups after, int tasks, int more) {
        Set<Integer> givers = new TreeSet<>();
        for (int task = tasks; task < tasks + more; task++) {
            givers.addAll(after.givers(before, task));
        }
        return givers;
    }

    private static Set<Integer> giversByGroup(KeyGroups before, KeyGroups after) {
        Set<Integer> givers = new TreeSet<>();
        for (int group = 0; group < before.count(); group++) {
            if (before.taskIndex(group) != after.taskIndex(group)) {
                givers.add(before.taskIndex(group));
            }
        }
        return givers;
    }

    private static int moved(KeyGroups before, KeyGroups after) {
        int moved = 0;
        for (int group = 0; group < before.count(); group++) {
            moved += before.taskIndex(group) == after.taskIndex(group) ? 0 : 1;
        }
        return moved;
    }

    private static List<Integer> owners(KeyGroups groups) {
        List<Integer> owners = new ArrayList<>();
        for (int group = 0; group < groups.count(); group++) {
            owners.add(groups.taskIndex(group));
        }
        return owners;
    }

    private static List<Integer> sizes(KeyGroups groups, int tasks) {
        List<Integer> owners = owners(groups);
        List<Integer> sizes = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            sizes.add(Collections.frequency(owners, task));
        }
        return sizes;
    }
}
