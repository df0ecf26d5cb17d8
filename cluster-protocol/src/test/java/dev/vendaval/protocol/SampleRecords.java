package dev.vendaval.protocol;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.LatencySummary;
import dev.vendaval.protocol.report.OldestTree;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.protocol.report.TaskPhase;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of each record, with no component left at its default, so that a forgotten one shows. */
public final class SampleRecords {
    private SampleRecords() {}

    // Users' own null values pass through maps of Object.
    @SuppressWarnings("NullAway")
    public static Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("z.first", 1);
        config.put("a.long", 1L);
        config.put("big", 1L << 40);
        config.put("double", 0.1);
        config.put("float", 0.1f);
        config.put("integer", new BigInteger("123456789012345678901234567890"));
        config.put("decimal", new BigDecimal("1.10"));
        config.put("bool", true);
        config.put("text", "größer");
        config.put("nothing", null);
        config.put("list", Arrays.asList(1, null, "x", List.of(2L), Map.of("k", -1)));
        config.put("map", Map.of("inner", Map.of("deep", false)));
        return config;
    }

    public static Topology topology() {
        List<Subscription> subscriptions = new ArrayList<>();
        for (Grouping grouping : List.of(
                Grouping.shuffle(),
                Grouping.fields(new Fields("a", "b")),
                Grouping.fields(new Fields()),
                Grouping.partialKey(new Fields("b")),
                Grouping.all(),
                Grouping.global(),
                Grouping.none(),
                Grouping.localOrShuffle(),
                Grouping.custom(new byte[] {1, 2, 3}))) {
            subscriptions.add(new Subscription("lines", "s" + subscriptions.size(), grouping));
        }
        subscriptions.add(new Subscription("lines", "direct", Grouping.direct()));
        List<StreamDefinition> streams = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            streams.add(new StreamDefinition("s" + i, new Fields("a", "b"), false));
        }
        streams.add(new StreamDefinition("direct", new Fields("a"), true));
        return Topology.of(
                List.of(
                        new ComponentDefinition(
                                "lines",
                                ComponentKind.SPOUT,
                                "user.Lines",
                                new byte[] {-1, 0, 1},
                                2,
                                4,
                                Map.of("my.key", 7L),
                                streams,
                                List.of(),
                                ComponentMemory.LEFT_BEHIND),
                        new ComponentDefinition(
                                "Count",
                                ComponentKind.BOLT,
                                "user.Count",
                                new byte[] {5},
                                3,
                                null,
                                Map.of(),
                                List.of(),
                                subscriptions,
                                ComponentMemory.HANDED_OVER)),
                List.of(new byte[] {9, 9}));
    }

    public static TopologyDefinition definition(String name) {
        return new TopologyDefinition(
                name + "-1", name, "submit-of-" + name, "ab".repeat(32), config(), topology(), 1_700_000_000_123L);
    }

    public static Assignment assignment(String topologyId, long version) {
        return new Assignment(
                topologyId,
                version,
                3,
                List.of(
                        new WorkerSlot(1, "sup-a", "10.0.0.1", 6700, 1),
                        new WorkerSlot(2, "sup-b", "h", 6701, version)),
                List.of(
                        new ExecutorAssignment(new ExecutorTasks("lines", List.of(1, 2)), 1),
                        new ExecutorAssignment(new ExecutorTasks("Count", List.of(3)), 2)),
                List.of(
                        new UnassignedExecutor(new ExecutorTasks("Count", List.of(4)), "no free slot"),
                        new UnassignedExecutor(new ExecutorTasks("Count", List.of(5)), "its host is gone", 0)),
                new TaskGrowth(List.of(new AddedTasks("Count", List.of(14, 15)), new AddedTasks("x", List.of(16))), 20),
                new ConfigChange(Map.of("my.limit", 7), Map.of("Count", 2)));
    }

    public static SupervisorRecord supervisor(String id) {
        return new SupervisorRecord(id, "10.0.0.7", 6628, List.of(6700, 6701));
    }

    public static WorkerReport workerReport() {
        return new WorkerReport(
                "wc-1",
                6700,
                4711,
                new Incarnation(2, 3, 4),
                WorkerState.RUNNING,
                17,
                5,
                "ACTIVE",
                1_700_000_000_456L,
                1L << 33,
                1L << 34,
                new InFlight(1, 2, 3, 4, 5, 6),
                List.of(new ExecutorReport(new ExecutorTasks("Count", List.of(3, 4)), ExecutorState.FAILED, 8)),
                List.of(new TaskReport(
                        "Count",
                        3,
                        Map.of("default", new StreamCounts(10, 20), "other", new StreamCounts(1, 0)),
                        11,
                        12,
                        13,
                        14,
                        15,
                        16,
                        new byte[] {1},
                        new byte[] {2, 3},
                        Map.of("mine", 1.5))),
                List.of(error()),
                99,
                insight(),
                new SwitchReport(
                        6,
                        "no class user.Count",
                        7,
                        5,
                        List.of(new TaskMove("Count", List.of(3, 4), 8)),
                        9,
                        List.of("Count [3] leaves")));
    }

    private static WorkerInsight insight() {
        ExecutorTasks count = new ExecutorTasks("Count", List.of(3, 4));
        return new WorkerInsight(
                16,
                List.of(
                        new ExecutorInsight(
                                new ExecutorTasks("lines", List.of(1)),
                                1.5,
                                2,
                                3,
                                List.of(
                                        new ReceiverWait(3, ReceiverWait.Cause.CREDIT, 4),
                                        new ReceiverWait(4, ReceiverWait.Cause.NOT_PREPARED, 5),
                                        new ReceiverWait(5, ReceiverWait.Cause.NO_LINK, 6),
                                        new ReceiverWait(6, ReceiverWait.Cause.UNPLACED, 7)),
                                List.of(
                                        new SpoutInsight(1, TaskPhase.MAKING, false, 0, -1, 0, 10, OldestTree.NONE),
                                        new SpoutInsight(
                                                2,
                                                TaskPhase.RUNNING,
                                                true,
                                                2.5,
                                                7,
                                                8,
                                                9,
                                                new OldestTree(1L << 62, 3, -1))),
                                List.of()),
                        new ExecutorInsight(
                                count,
                                9,
                                8,
                                7,
                                List.of(),
                                List.of(),
                                List.of(
                                        new BoltInsight(3, TaskPhase.REMAKING, 5, List.of(1L, 1L << 50)),
                                        new BoltInsight(4, TaskPhase.ENDED, 0, List.of())))),
                List.of(new BusyCall(count, 4, "execute", "com.acme.Foo.bar(Foo.java:12)", 12_000, "at a\nat b\n", 6)));
    }

    public static TopologyExplanation explanation() {
        return new TopologyExplanation(
                "wc",
                "wc-1",
                TopologyStatus.ACTIVE,
                "not emitting: because",
                true,
                1.25,
                List.of(new TopologyExplanation.SpoutTask(
                        "lines",
                        1,
                        "h",
                        6700,
                        TopologyExplanation.Reason.WAITS_FOR_CREDIT,
                        "waits",
                        0.5,
                        6,
                        7,
                        8,
                        List.of(3, 4))),
                new TopologyExplanation.Tree(
                        "lines",
                        1,
                        "00ff",
                        12,
                        List.of(new TopologyExplanation.Holder("Count", List.of(3), "h", 6701, true, "not acked"))),
                List.of(new TopologyExplanation.Queue("Count", List.of(3, 4), "h", 6701, 1, 2, 3, 4.5, true)),
                List.of(new TopologyExplanation.Call("Count", 3, "h", 6701, "execute", "Foo.bar", 9, "at x")),
                List.of(new TopologyExplanation.Worker("sup-a", "h", 6702, "LOST", "gone")),
                List.of(new TopologyInfo.Unassigned("Count", List.of(5), "no slot")),
                List.of(error()),
                List.of("asked for 3 workers, has 2"));
    }

    public static ErrorReport error() {
        return new ErrorReport("Count", 3, "10.0.0.7", 6700, 1, 2, 3, "java.lang.Error: ü", "at x\nat y");
    }

    public static SupervisorReport supervisorReport(long reportId) {
        return new SupervisorReport(
                supervisor("sup-a"),
                reportId,
                List.of(workerReport()),
                List.of(workerReport(), workerReport()),
                List.of(new SlotNotice("wc-1", 6700, "artifact missing")));
    }

    public static RebalanceReport rebalance() {
        RebalanceReport.Place from = new RebalanceReport.Place("sup-a", "h", 6700);
        RebalanceReport.Place to = new RebalanceReport.Place("sup-b", "g", 6701);
        return new RebalanceReport(
                "wc",
                "wc-1",
                RebalanceStatus.ROLLED_BACK,
                "a worker has died",
                4,
                5,
                6,
                7,
                8,
                List.of("topology.debug: false -> true"),
                List.of(new RebalanceReport.Move("Count", List.of(3, 4), from, to, 9, "its worker leaves")),
                List.of(new RebalanceReport.Placed("Count", List.of(5), to)),
                List.of(new RebalanceReport.Placed("Count", List.of(3, 4, 5), from)),
                List.of("take care"));
    }

    public static DrainReport drain() {
        return new DrainReport(
                "h",
                List.of("sup-a", "sup-b"),
                List.of(new DrainReport.Left("wc", "SWITCHING")),
                List.of("sup-b"),
                List.of(rebalance()));
    }

    public static TopologySummary summary() {
        return new TopologySummary("wc", "wc-1", TopologyStatus.INACTIVE, 1, 2, 3, 4, 5);
    }

    public static ClusterSummary cluster() {
        return new ClusterSummary(
                List.of(new ClusterSummary.Nimbus("a", 1, true), new ClusterSummary.Nimbus("b", 2, false)),
                List.of(new ClusterSummary.Supervisor(
                        "sup-a",
                        "h",
                        6628,
                        "UP",
                        List.of(new ClusterSummary.Slot(6700, "wc-1"), new ClusterSummary.Slot(6701, null)))));
    }

    public static TopologyInfo info() {
        return new TopologyInfo(
                "wc",
                "wc-1",
                TopologyStatus.KILLED,
                7,
                1,
                2,
                3,
                config(),
                4,
                List.of(new TopologyInfo.Worker(
                        "sup-a", "h", 6700, 4711, "2.3.4", WorkerState.LOST, 5, 6, 7, new InFlight(1, 2, 3, 4, 5, 6))),
                List.of(new TopologyInfo.Component(
                        "Count",
                        "bolt",
                        1,
                        2,
                        Map.of("default", new StreamCounts(3, 4)),
                        5,
                        6,
                        7,
                        8,
                        9,
                        10,
                        new LatencySummary(1, 2, 3, 4),
                        new LatencySummary(5, 6, 7, 8),
                        Map.of("mine", 2.5))),
                List.of(new TopologyInfo.Executor(
                        "Count", List.of(3, 4), "sup-a", "h", 6700, ExecutorState.STARTING, 1, 2, 3)),
                List.of(new TopologyInfo.Unassigned("Count", List.of(5), "no slot")),
                List.of(error()),
                List.of("asked for 3 workers, has 2"));
    }
}
