package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainCommandTest {
    private final FakeNimbus nimbus = new FakeNimbus();
    private final Terminal terminal = new Terminal();

    private int run(String... command) throws IOException {
        return terminal.run(nimbus, command);
    }

    private static DrainReport report(DrainReport.Left... left) {
        return report(List.of(), left);
    }

    private static DrainReport report(List<RebalanceReport> rebalances, DrainReport.Left... left) {
        return new DrainReport("10.0.0.1", List.of("sup-a"), List.of(left), List.of(), rebalances);
    }

    private static RebalanceReport rebalance(RebalanceStatus status, long pauseNanos) {
        return new RebalanceReport(
                "words",
                "words-1",
                status,
                "",
                3,
                4,
                1_200,
                pauseNanos,
                0,
                List.of(),
                List.of(new RebalanceReport.Move(
                        "count",
                        List.of(3, 4),
                        new RebalanceReport.Place("sup-a", "10.0.0.1", 6700),
                        new RebalanceReport.Place("sup-b", "10.0.0.2", 6700),
                        pauseNanos,
                        "its supervisor is drained")),
                List.of(),
                List.of(),
                List.of("the memory of count starts empty"));
    }

    @Test
    void aDrainReturnsWhenTheHostIsEmpty() throws IOException {
        nimbus.drainReports.add(report(new DrainReport.Left("words", "it waits for its turn")));
        nimbus.drainReports.add(report(new DrainReport.Left("words", "it is moving: SWITCHING")));
        nimbus.drainReports.add(report());

        assertThat(run("drain", "10.0.0.1", "--json")).isZero();

        assertThat(nimbus.calls).containsExactly("drain 10.0.0.1", "drainProgress 10.0.0.1", "drainProgress 10.0.0.1");
        assertThat(terminal.err()).contains("words: it is moving: SWITCHING");
        assertThat(terminal.out().strip())
                .isEqualTo(
                        "{\"host\":\"10.0.0.1\",\"status\":\"DRAINED\",\"supervisors\":[\"sup-a\"],\"left\":[],\"lost\":[],\"rebalances\":[]}");
    }

    @Test
    void aDrainSaysWhatWillMoveAndAtTheEndWhatHasAndHowLongItPaused() throws IOException {
        nimbus.drainReports.add(report(
                List.of(rebalance(RebalanceStatus.RUNNING, 0)),
                new DrainReport.Left("words", "it is moving: PREPARING")));
        nimbus.drainReports.add(report(List.of(rebalance(RebalanceStatus.DONE, 41_000_000))));

        assertThat(run("drain", "10.0.0.1")).isZero();

        assertThat(terminal.err())
                .containsOnlyOnce("warning: words: the memory of count starts empty")
                .containsSubsequence(
                        "words: assignment 3 -> 4", "count", "10.0.0.1:6700", "10.0.0.2:6700", "PREPARING");
        assertThat(terminal.out())
                .containsSubsequence(
                        "PAUSE", "41.0ms", "longest pause of a task 41.0ms", "10.0.0.1 has no worker any more");
    }

    @Test
    void aHostThatIsNotEmptyInTimeSaysWhatIsInTheWay() throws IOException {
        nimbus.drainReports.add(report(new DrainReport.Left("words", "no slot is free on any other supervisor")));

        assertThat(run("cluster")).isZero(); // loads the classes, so that a second is enough for an answer
        assertThat(run("--timeout", "1", "drain", "10.0.0.1")).isEqualTo(5);
        assertThat(terminal.err()).contains("words: no slot is free", "vendaval undrain");
    }

    @Test
    void aSupervisorThatIsLostIsMarkedAllTheSameWhichIsSaid() throws IOException {
        nimbus.drainReports.add(new DrainReport("sup-a", List.of("sup-a"), List.of(), List.of("sup-a"), List.of()));

        assertThat(run("drain", "sup-a")).isZero();
        assertThat(terminal.err()).contains("warning: supervisor sup-a is lost; it is marked all the same");
        assertThat(run("undrain", "sup-a")).isZero();
        assertThat(terminal.err()).contains("is lost; this holds for when it is back");
    }

    @Test
    void anUndrainSaysThatTheHostMayBeUsed() throws IOException {
        nimbus.drainReports.add(report());

        assertThat(run("undrain", "10.0.0.1")).isZero();
        assertThat(terminal.out()).contains("may be used again");
    }

    @Test
    void anUndrainOfWhatWasNotDrainedSaysSo() throws IOException {
        nimbus.drainReports.add(new DrainReport("10.0.0.1", List.of(), List.of(), List.of(), List.of()));

        assertThat(run("undrain", "10.0.0.1")).isZero();
        assertThat(terminal.out().strip()).isEqualTo("10.0.0.1 was not drained");
    }

    @Test
    void aHostThatIsNotThereIsNotFound() throws IOException {
        assertThat(run("drain", "nowhere")).isEqualTo(4);
        assertThat(terminal.err()).contains("there are: h");
    }
}
