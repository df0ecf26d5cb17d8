package dev.vendaval.tests.steps;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.topology.KeyGroups;
import dev.vendaval.worker.routing.Grouper;
import dev.vendaval.worker.routing.Groupers;
import dev.vendaval.worker.routing.TargetView;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Choosing among four tasks, half of them in the same worker. */
@State(Scope.Thread)
public class RouterSteps {
    private static final int TASKS = 4;
    private static final int TUPLES = 1024;
    private static final Fields STREAM = new Fields("word", "count");

    /** Kinds of grouping. */
    @Param({"shuffle", "local-or-shuffle", "none", "fields", "fields-of-two", "partial-key", "all", "global"})
    public String grouping = "";

    private final List<List<Object>> tuples = new ArrayList<>();
    private final int[] into = new int[TASKS];
    private Grouper grouper = Groupers.create(Grouping.global(), STREAM, Targets.OPEN, KeyGroups.of(TASKS), 1);
    private int next;

    private enum Targets implements TargetView {
        OPEN;

        @Override
        public int count() {
            return TASKS;
        }

        @Override
        public boolean open(int index) {
            return true;
        }

        @Override
        public boolean local(int index) {
            return index % 2 == 0;
        }
    }

    @Setup
    public void prepare() {
        for (int i = 0; i < TUPLES; i++) {
            tuples.add(new Values("word" + i, i));
        }
        grouper = resolve();
    }

    private Grouping kind() {
        return switch (grouping) {
            case "shuffle" -> Grouping.shuffle();
            case "local-or-shuffle" -> Grouping.localOrShuffle();
            case "none" -> Grouping.none();
            case "fields" -> Grouping.fields(new Fields("word"));
            case "fields-of-two" -> Grouping.fields(STREAM);
            case "partial-key" -> Grouping.partialKey(new Fields("word"));
            case "all" -> Grouping.all();
            case "global" -> Grouping.global();
            default -> throw new IllegalStateException("no grouping " + grouping);
        };
    }

    /** What is done once, when a component is prepared. */
    @Benchmark
    public Grouper resolve() {
        return Groupers.create(kind(), STREAM, Targets.OPEN, KeyGroups.of(TASKS), 1);
    }

    /** What is done for each tuple. */
    @Benchmark
    public int choose() {
        int chosen = grouper.choose(tuples.get(next++ & TUPLES - 1), into);
        if (chosen < 1 || into[chosen - 1] >= TASKS) {
            throw new IllegalStateException(chosen + " chosen");
        }
        return into[0];
    }
}
