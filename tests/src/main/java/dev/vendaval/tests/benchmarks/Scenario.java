package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** One measured situation: what runs, and which of its figures is the result. */
record Scenario(Workload workload, Kind kind) {
    /** What is measured. */
    enum Kind {
        /** Tuples (of a word count: words) that the sinks receive a second. */
        THROUGHPUT("tuples/s"),
        /** Microseconds from due to sink, the median of a window. */
        LATENCY("us"),
        /** Microseconds of processor time that the workers use a second; 10,000 is one per cent of a core. */
        PROCESSOR_TIME("us"),
        /** Milliseconds from the start of the submitting command to the first tuple at a sink. */
        FIRST_TUPLE("ms");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }
    }

    private static final int FANOUT = 8;
    private static final int GROUPED = 4;
    private static final int IDLE_TASKS = 10;
    private static final int MOST_SCALED = 4;

    /** All of CONTRACT, in the order in which they run. */
    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        pairs(all, "spout-null", Shape.SPOUT_NULL);
        pairs(all, "spout-id-null", Shape.SPOUT_ID_NULL);
        pairs(all, "wordcount-1-1-1", Shape.WORD_COUNT);
        throughput(
                all,
                Workload.of("wordcount-1-2-2-tracked", Shape.WORD_COUNT, true, 1)
                        .withTasks(1, 2, 2));
        throughput(all, Workload.of("chain-5", Shape.CHAIN_5, true, 1));
        throughput(all, Workload.of("fanout-all-8", Shape.FANOUT_ALL, true, 1).withTasks(1, 0, FANOUT));
        for (String grouping :
                List.of("shuffle", "fields", "partial-key", "all", "global", "none", "direct", "local-or-shuffle")) {
            throughput(
                    all,
                    Workload.of("grouping-" + grouping, Shape.GROUPING, true, 1)
                            .withTasks(1, 0, GROUPED)
                            .withGrouping(grouping));
        }
        payload(all, "100b", 100);
        payload(all, "1k", 1 << 10);
        payload(all, "10k", 10 << 10);
        for (int thousands : new int[] {1, 10, 50}) {
            Workload workload = Workload.of("latency-" + thousands + "k", Shape.LATENCY, true, 1);
            all.add(new Scenario(workload.withRate(thousands * 1_000), Kind.LATENCY));
        }
        Workload idle = Workload.of("idle-20", Shape.IDLE, false, 1).withTasks(IDLE_TASKS, 0, IDLE_TASKS);
        all.add(new Scenario(idle, Kind.PROCESSOR_TIME));
        all.add(new Scenario(Workload.of("submit-first-tuple", Shape.SPOUT_NULL, true, 2), Kind.FIRST_TUPLE));
        for (int tasks = 1; tasks <= MOST_SCALED; tasks++) {
            throughput(
                    all,
                    Workload.of("scaling-" + tasks, Shape.SPOUT_ID_NULL, true, 1)
                            .withTasks(tasks, tasks, tasks));
        }
        return List.copyOf(all);
    }

    private static void pairs(List<Scenario> all, String id, Shape shape) {
        for (int workers = 1; workers <= 2; workers++) {
            String suffix = workers == 1 ? "" : "-2w";
            throughput(all, Workload.of(id + "-untracked" + suffix, shape, false, workers));
            throughput(all, Workload.of(id + "-tracked" + suffix, shape, true, workers));
        }
    }

    private static void payload(List<Scenario> all, String size, int bytes) {
        throughput(
                all,
                Workload.of("payload-" + size + "-2w", Shape.PAYLOAD, true, 2).withPayload(bytes));
    }

    private static void throughput(List<Scenario> all, Workload workload) {
        all.add(new Scenario(workload, Kind.THROUGHPUT));
    }

    String id() {
        return workload.scenario();
    }

    String unit() {
        return workload.shape() == Shape.WORD_COUNT ? "words/s" : kind.unit;
    }

    /** Tasks that make a tally. */
    int tallies() {
        return workload.sources() + workload.sinks();
    }

    /** Whether it surveys what no floor is about: there, each peer runs in its first setting only, to save hours. */
    boolean isSurvey() {
        return switch (workload.shape()) {
            case CHAIN_5, FANOUT_ALL, GROUPING, PAYLOAD -> true;
            default -> id().startsWith("scaling-");
        };
    }

    boolean isIdle() {
        return workload.shape() == Shape.IDLE;
    }
}
