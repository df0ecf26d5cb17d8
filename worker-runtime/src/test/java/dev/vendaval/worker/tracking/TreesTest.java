package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
    private final Trees trees = new Trees();

    private void add(long root) {
        trees.add(root, "id" + root, root * 2, root * 3, root % 7 == 0 ? root : 0, root * 5);
    }

    private void assertTree(long root) {
        int place = trees.find(root);
        assertThat(place).as("place of %d", root).isNotEqualTo(Trees.NONE);
        assertThat(trees.root(place)).isEqualTo(root);
        assertThat(trees.messageId(place)).isEqualTo("id" + root);
        assertThat(trees.emitNanos(place)).isEqualTo(root * 2);
        assertThat(trees.deadline(place)).isEqualTo(root * 5);
        assertThat(trees.fold(place, 0, 0)).isEqualTo(root * 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsAMapWhateverTheOrderInWhichTreesEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, Boolean> model = new LinkedHashMap<>();
        List<Long> live = new ArrayList<>();
        long sequence = 0;
        for (int step = 0; step < 60_000; step++) {
            // Bursts and droughts, so that the ring grows, shrinks, and moves trees to the table.
            boolean burst = step / 10_000 % 2 == 0;
            if (random.nextInt(10) < (burst ? 7 : 3)) {
                sequence += random.nextInt(100) == 0 ? random.nextInt(600) : 1;
                if (model.putIfAbsent(sequence, true) == null && sequence > 0) {
                    add(sequence);
                    live.add(sequence);
                }
            } else if (!live.isEmpty()) {
                int index = random.nextInt(seed % 2 == 0 ? live.size() : Math.min(live.size(), 50));
                long root = live.set(index, live.get(live.size() - 1));
                live.remove(live.size() - 1);
                assertTree(root);
                trees.remove(trees.find(root));
                assertThat(trees.find(root)).isEqualTo(Trees.NONE);
            }
        }
        assertThat(trees.size()).isEqualTo(live.size());
        live.forEach(this::assertTree);
        Set<Long> found = new HashSet<>();
        trees.forEach(place -> found.add(trees.root(place)));
        assertThat(found).containsExactlyInAnyOrderElementsOf(live);
    }

    @Test
    void oneThatOutlivesManyTurnsOfTheRingIsStillFound() {
        add(7);
        Deque<Long> live = new ArrayDeque<>();
        for (long root = 8; root < 100_000; root++) {
            add(root);
            live.add(root);
            if (live.size() > 300) {
                trees.remove(trees.find(live.remove()));
            }
        }
        assertTree(7);
        assertThat(trees.size()).isEqualTo(301);
        assertThat(trees.capacity()).as("no growth for one straggler").isLessThan(5_000);
    }

    @Test
    void memoryComesBackAfterABurst() {
        for (long root = 1; root <= 100_000; root++) {
            add(root);
        }
        assertThat(trees.capacity()).isGreaterThan(100_000);
        for (long root = 1; root <= 100_000; root++) {
            trees.remove(trees.find(root));
        }
        for (long root = 100_001; root < 1_000_000; root++) {
            add(root);
            trees.remove(trees.find(root));
        }
        trees.endPass();
        assertThat(trees.capacity()).isLessThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aPassVisitsEveryTreeThatStaysWhateverComesAndGoesMeanwhile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> live = new ArrayList<>();
        long sequence = 0;
        while (sequence < 3_000) {
            add(++sequence);
            live.add(sequence);
        }
        Set<Long> visited = new HashSet<>();
        trees.beginPass();
        int place = trees.placeInPass();
        while (place != Trees.NONE) {
            if (trees.root(place) != 0) {
                visited.add(trees.root(place));
            }
            trees.visited(place);
            if (random.nextInt(4) == 0 && !live.isEmpty()) {
                long gone = live.remove(random.nextInt(live.size()));
                trees.remove(trees.find(gone));
            }
            // Added during the pass; makes others move to the table, and the ring grow.
            if (random.nextInt(3) == 0) {
                add(++sequence);
            }
            place = trees.placeInPass();
        }
        assertThat(visited).containsAll(live);
    }
}
