package dev.vendaval.cli;

import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.LatencySummary;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.List;
import java.util.Map;

/** Answers of Nimbus for a topology {@code words} with one bolt {@code count}. */
final class Answers {
    private Answers() {}

    static TopologySummary summary() {
        return new TopologySummary("words", "words-1", TopologyStatus.ACTIVE, 1000, 125_000, 2, 5, 7);
    }

    static TopologyInfo info() {
        return info(worker(WorkerState.RUNNING), List.of(component()));
    }

    static TopologyInfo infoWithAcker() {
        return info(worker(WorkerState.RUNNING), List.of(component(), acker()));
    }

    static TopologyInfo infoWithLostWorker() {
        return info(worker(WorkerState.LOST), List.of(component()));
    }

    private static TopologyInfo info(TopologyInfo.Worker worker, List<TopologyInfo.Component> components) {
        return new TopologyInfo(
                "words",
                "words-1",
                TopologyStatus.ACTIVE,
                1,
                1000,
                125_000,
                1,
                Map.of("topology.message.timeout", "30s"),
                0,
                List.of(worker),
                components,
                List.of(new TopologyInfo.Executor(
                        "count", List.of(2, 3), "s1", "127.0.0.1", 6700, ExecutorState.RUNNING, 7, 5, 1)),
                List.of(),
                List.of(new ErrorReport(
                        "count",
                        2,
                        "127.0.0.1",
                        6700,
                        1000,
                        2000,
                        3,
                        "bad \"word\"",
                        "java.lang.IllegalStateException: bad\n\tat a.B.c(B.java:1)")),
                List.of());
    }

    static TopologyExplanation explanation() {
        return new TopologyExplanation(
                "words",
                "words-1",
                TopologyStatus.ACTIVE,
                "not emitting: spout lines task 1 waits",
                false,
                0,
                List.of(new TopologyExplanation.SpoutTask(
                        "lines",
                        1,
                        "127.0.0.1",
                        6700,
                        TopologyExplanation.Reason.WAITS_FOR_CREDIT,
                        "waits",
                        0,
                        3,
                        10,
                        12_000,
                        List.of(2))),
                new TopologyExplanation.Tree(
                        "lines",
                        1,
                        "1f",
                        12_000,
                        List.of(new TopologyExplanation.Holder(
                                "count", List.of(2), "127.0.0.1", 6700, true, "has executed it"))),
                List.of(
                        new TopologyExplanation.Queue("count", List.of(2), "127.0.0.1", 6700, 5, 0, 1, 0, false),
                        new TopologyExplanation.Queue("count", List.of(3), "127.0.0.1", 6700, 4, 0, 0, 0, true)),
                List.of(new TopologyExplanation.Call(
                        "count",
                        2,
                        "127.0.0.1",
                        6700,
                        "execute",
                        "com.acme.Foo.bar(Foo.java:12)",
                        12_000,
                        "at com.acme.Foo.bar(Foo.java:12)\n")),
                List.of(new TopologyExplanation.Worker("s1", "127.0.0.1", 6701, "LOST", "is lost")),
                List.of(new TopologyInfo.Unassigned("count", List.of(3), "no slot is free")),
                info().errors(),
                List.of("a notice"));
    }

    private static TopologyInfo.Worker worker(WorkerState state) {
        return new TopologyInfo.Worker(
                "s1", "127.0.0.1", 6700, 42, "0.1.1", state, 1000, 1 << 20, 2 << 20, new InFlight(3, 3, 1, 2, 0, 0));
    }

    private static TopologyInfo.Component component() {
        return new TopologyInfo.Component(
                "count",
                "bolt",
                2,
                1,
                Map.of("default", new StreamCounts(5, 6)),
                7,
                8,
                9,
                1,
                0,
                1,
                LatencySummary.NONE,
                new LatencySummary(7, 12, 3400, 5000),
                Map.of());
    }

    private static TopologyInfo.Component acker() {
        return new TopologyInfo.Component(
                "__acker",
                "system",
                3,
                0,
                Map.of(),
                0,
                70,
                9,
                1,
                4,
                0,
                LatencySummary.NONE,
                LatencySummary.NONE,
                Map.of());
    }
}
