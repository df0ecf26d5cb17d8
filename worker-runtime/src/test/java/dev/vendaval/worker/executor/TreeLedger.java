package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each tuple tree from outside: how many of its tuples are still to be acked, which workers it has touched.
 * It outlives every worker, and so does the source of the numbers, which are emitted again until they are acked.
 */
final class TreeLedger {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(30);

    private final int numbers;
    private final Consumer<String> broken;
    private final Deque<Integer> todo = new ArrayDeque<>();
    private final Set<Integer> done = new HashSet<>();
    private final Set<Integer> atTheEnd = new HashSet<>();
    private final Map<Integer, Tree> trees = new LinkedHashMap<>();

    /** A tree; {@code live} counts the copies that were emitted and not acked. */
    static final class Tree {
        final int id;
        private final int number;
        private final SimulatedWorker spoutsWorker;
        private final Set<Integer> workers = new HashSet<>();
        private int live;
        private boolean ended;
        private boolean failedByABolt;
        private long progress;

        private Tree(int id, int number, SimulatedWorker spoutsWorker) {
            this.id = id;
            this.number = number;
            this.spoutsWorker = spoutsWorker;
        }

        void sent(Set<Integer> toWorkers, int copies, long now) {
            live += copies;
            progress = now;
            workers.addAll(toWorkers);
        }

        void acked(long now) {
            live--;
            progress = now;
        }

        void failedByABolt() {
            failedByABolt = true;
        }

        void atTheEnd(TreeLedger ledger) {
            ledger.atTheEnd.add(number);
        }
    }

    TreeLedger(int numbers, Consumer<String> broken) {
        this.numbers = numbers;
        this.broken = broken;
        for (int number = 0; number < numbers; number++) {
            todo.add(number);
        }
    }

    int size() {
        return trees.size();
    }

    Tree tree(int id) {
        return Objects.requireNonNull(trees.get(id));
    }

    /** The tree of the next number that is to be emitted; null if none is. */
    @Nullable
    Tree begin(SimulatedWorker spoutsWorker) {
        Integer number = todo.poll();
        if (number == null) {
            return null;
        }
        Tree tree = new Tree(trees.size(), number, spoutsWorker);
        trees.put(tree.id, tree);
        return tree;
    }

    void acked(int id, SimulatedWorker at) {
        Tree tree = ended(id, at);
        if (tree.live != 0) {
            broken.accept("tree " + id + " was acked with " + tree.live + " live edges");
        }
        done.add(tree.number);
    }

    /** Only right if a bolt wanted it, or {@code mayHaveDied} says so of a worker that it has touched. */
    void failed(int id, SimulatedWorker at, Set<Integer> mayHaveDied) {
        Tree tree = ended(id, at);
        if (!tree.failedByABolt && tree.workers.stream().noneMatch(mayHaveDied::contains)) {
            broken.accept("tree " + id + " failed, and touched no worker that died: " + tree.workers);
        }
        todo.add(tree.number);
    }

    private Tree ended(int id, SimulatedWorker at) {
        Tree tree = tree(id);
        if (tree.ended || tree.spoutsWorker != at) {
            broken.accept("tree " + id + " of " + tree.spoutsWorker + " ended twice, or at " + at);
        }
        tree.ended = true;
        return tree;
    }

    /** Its trees are gone with it; emitting their numbers again is the source's matter. */
    void died(SimulatedWorker worker) {
        for (Tree tree : trees.values()) {
            if (tree.spoutsWorker == worker && !tree.ended) {
                tree.ended = true;
                todo.add(tree.number);
            }
        }
    }

    void checkAges(long now, long slack) {
        for (Tree tree : trees.values()) {
            if (!tree.ended && now - tree.progress > TIMEOUT + TIMEOUT / 10 + slack) {
                broken.accept("tree " + tree.id + " is open without progress for longer than the time-out and 10 %");
            }
        }
    }

    void checkAtRest() {
        List<Integer> open = trees.values().stream()
                .filter(tree -> !tree.ended)
                .map(tree -> tree.id)
                .toList();
        assertThat(open)
                .as("trees open, long after the last fault and long before their time-out")
                .isEmpty();
        assertThat(todo).as("numbers not emitted").isEmpty();
        assertThat(done).as("numbers acked").hasSize(numbers);
        assertThat(atTheEnd).as("numbers that reached the end").hasSize(numbers);
    }
}
