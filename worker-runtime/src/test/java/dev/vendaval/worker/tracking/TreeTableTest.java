package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTableTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsAMapUnderRandomChanges(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeTable table = new TreeTable();
        Map<Long, String> model = new LinkedHashMap<>();
        // Few distinct roots make long runs of neighbours, so that removal has to close gaps across the array's end.
        int roots = seed % 2 == 0 ? 300 : 100_000;
        for (int step = 0; step < 20_000; step++) {
            long root = 1L + random.nextInt(roots);
            int slot = table.find(root);
            assertThat(slot != TreeTable.NONE).isEqualTo(model.containsKey(root));
            if (slot == TreeTable.NONE) {
                table.add(root, "id" + root, root * 2, root * 3, 0, root * 5);
                model.put(root, "id" + root);
            } else if (random.nextInt(3) > 0) {
                assertRecord(table, slot, root);
                table.remove(slot);
                model.remove(root);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        model.keySet().forEach(root -> assertRecord(table, table.find(root), root));
    }

    private static void assertRecord(TreeTable table, int slot, long root) {
        assertThat(slot).isNotEqualTo(TreeTable.NONE);
        assertThat(table.messageId(slot)).isEqualTo("id" + root);
        assertThat(table.emitNanos(slot)).isEqualTo(root * 2);
        assertThat(table.deadline(slot)).isEqualTo(root * 5);
        assertThat(table.fold(slot, 0, 0)).isEqualTo(root * 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aPassVisitsEveryRecordThatStaysWhateverIsRemovedMeanwhile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeTable table = new TreeTable();
        List<Long> live = new ArrayList<>();
        for (long root = 1; root <= 500; root++) {
            table.add(root * 7, root, 0, 1, 0, 0);
            live.add(root * 7);
        }
        Set<Long> visited = new HashSet<>();
        table.cursor(0);
        while (table.cursor() < table.capacity()) {
            if (table.root(table.cursor()) != 0) {
                visited.add(table.root(table.cursor()));
            }
            table.cursor(table.cursor() + 1);
            if (random.nextInt(4) == 0 && !live.isEmpty()) {
                table.remove(table.find(live.remove(random.nextInt(live.size()))));
            }
        }
        assertThat(visited).containsAll(live);
    }

    @Test
    void layingOutAnewBeginsThePassAgain() {
        TreeTable table = new TreeTable();
        table.add(1, "a", 0, 1, 0, 0);
        table.cursor(40);
        for (long root = 2; root < 50; root++) {
            table.add(root, "b", 0, 1, 0, 0);
        }
        assertThat(table.cursor()).isZero();
    }

    @Test
    void memoryComesBackAfterABurst() {
        TreeTable table = new TreeTable();
        for (long root = 1; root <= 100_000; root++) {
            table.add(root, "x", 0, 1, 0, 0);
        }
        assertThat(table.capacity()).isEqualTo(262_144);
        for (long root = 11; root <= 100_000; root++) {
            table.remove(table.find(root));
        }
        for (int i = 0; i < 20; i++) {
            table.shrinkIfSparse();
        }
        assertThat(table.capacity()).isLessThanOrEqualTo(256);
        assertThat(table.size()).isEqualTo(10);
        for (long root = 1; root <= 10; root++) {
            assertThat(table.find(root)).isNotEqualTo(TreeTable.NONE);
        }
    }
}
