package dev.vendaval.worker.routing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Targets that a test opens and closes. */
final class Targets implements TargetView {
    private final int count;
    private final BitSet closed = new BitSet();
    private final BitSet local = new BitSet();

    Targets(int count, int... localIndexes) {
        this.count = count;
        Arrays.stream(localIndexes).forEach(local::set);
    }

    void close(int... indexes) {
        Arrays.stream(indexes).forEach(closed::set);
    }

    void reopen(int... indexes) {
        Arrays.stream(indexes).forEach(closed::clear);
    }

    void openAll() {
        closed.clear();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public boolean open(int index) {
        return !closed.get(index);
    }

    @Override
    public boolean local(int index) {
        return local.get(index);
    }

    /** The targets that a grouper chooses for one tuple. */
    List<Integer> choose(Grouper grouper, Object... values) {
        int[] into = new int[count];
        int chosen = grouper.choose(Arrays.asList(values), into);
        return IntStream.range(0, chosen).mapToObj(i -> into[i]).toList();
    }

    /** How often each target is chosen for so many equal tuples. */
    int[] counts(Grouper grouper, int tuples, Object... values) {
        int[] counts = new int[count];
        for (int i = 0; i < tuples; i++) {
            choose(grouper, values).forEach(index -> counts[index]++);
        }
        return counts;
    }
}
