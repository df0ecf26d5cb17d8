package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RebalanceCommandTest {
    private static final RebalanceReport.Place FROM = new RebalanceReport.Place("sup-a", "10.0.0.1", 6700);
    private static final RebalanceReport.Place TO = new RebalanceReport.Place("sup-b", "10.0.0.2", 6701);

    private final FakeNimbus nimbus = new FakeNimbus();
    private final Terminal terminal = new Terminal();

    private static RebalanceReport report(RebalanceStatus status, String phase, long pauseNanos) {
        return new RebalanceReport(
                "words",
                "words-1",
                status,
                phase,
                4,
                5,
                1_234,
                pauseNanos,
                0,
                List.of(),
                List.of(new RebalanceReport.Move(
                        "count", List.of(3, 4, 5, 7), FROM, TO, pauseNanos, "a worker is new")),
                List.of(new RebalanceReport.Placed("count", List.of(3), TO)),
                List.of(new RebalanceReport.Placed("count", List.of(3, 4), FROM)),
                List.of("bolt 'count' is prepared anew"));
    }

    private int run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("rebalance"));
        command.addAll(List.of(arguments));
        return terminal.run(nimbus, command.toArray(String[]::new));
    }

    private String out() {
        return terminal.out();
    }

    private String err() {
        return terminal.err();
    }

    @Test
    @Tag("R5")
    void aRebalanceShowsThePlanThenHowItGoesOnThenWhatMovedAndHowLongTasksPaused() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.RUNNING, "PREPARING", 0));
        nimbus.rebalanceReports.add(report(RebalanceStatus.RUNNING, "SWITCHING, not settled yet: worker 1", 0));
        nimbus.rebalanceReports.add(report(RebalanceStatus.DONE, "", 34_100_000));

        assertThat(run("words", "-n", "3", "-e", "count=5", "-e", "a=b=2", "-w", "7"))
                .isZero();

        RebalanceRequest asked = nimbus.rebalances.get(0);
        assertThat(asked.requestId()).isNotEmpty();
        assertThat(asked)
                .isEqualTo(new RebalanceRequest(
                        asked.requestId(),
                        "words",
                        3,
                        Map.of("count", 5, "a=b", 2),
                        Map.of(),
                        Duration.ofSeconds(7),
                        false));
        assertThat(nimbus.calls).containsOnly("progress words 5");
        assertThat(err())
                .contains("words: assignment 4 -> 5")
                .contains("count  [3-5 7]  10.0.0.1:6700  10.0.0.2:6701")
                .contains("a worker is new")
                .contains("words: PREPARING")
                .contains("words: SWITCHING, not settled yet: worker 1")
                .contains("warning: bolt 'count' is prepared anew");
        assertThat(out())
                .contains("34.1ms")
                .contains("new executors: count [3] at 10.0.0.2:6701")
                .contains("executors that end: count [3-4] at 10.0.0.1:6700")
                .contains("done in 1s; longest pause of a task 34.1ms, 0 tuple trees failed");
    }

    @Test
    void theDocumentHasTheFieldsOfTheContract() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.DONE, "", 34_126_000));

        assertThat(run("words", "--json")).isZero();

        assertThat(out().strip())
                .isEqualTo("{\"name\":\"words\",\"status\":\"DONE\",\"fromVersion\":4,\"toVersion\":5,"
                        + "\"durationMs\":1234,\"longestPauseMs\":34.13,\"failedTrees\":0,"
                        + "\"moved\":[{\"component\":\"count\",\"tasks\":[3,4,5,7],"
                        + "\"from\":{\"supervisor\":\"sup-a\",\"host\":\"10.0.0.1\",\"port\":6700},"
                        + "\"to\":{\"supervisor\":\"sup-b\",\"host\":\"10.0.0.2\",\"port\":6701},"
                        + "\"pauseMs\":34.13,\"reason\":\"a worker is new\"}],"
                        + "\"added\":[{\"component\":\"count\",\"tasks\":[3],"
                        + "\"to\":{\"supervisor\":\"sup-b\",\"host\":\"10.0.0.2\",\"port\":6701}}],"
                        + "\"removed\":[{\"component\":\"count\",\"tasks\":[3,4],"
                        + "\"from\":{\"supervisor\":\"sup-a\",\"host\":\"10.0.0.1\",\"port\":6700}}],"
                        + "\"warnings\":[\"bolt 'count' is prepared anew\"]}");
    }

    @Test
    void aDryRunOnlyAsksForThePlan() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.PLANNED, "", 0));

        assertThat(run("words", "-n", "3", "--dry-run")).isZero();

        assertThat(nimbus.rebalances).singleElement().matches(RebalanceRequest::dryRun);
        assertThat(nimbus.calls).isEmpty();
        assertThat(out()).contains("nothing was changed: this was a dry run");
    }

    @Test
    void withoutAWaitForTheEndItReturnsOnceItHasBegun() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.RUNNING, "PREPARING", 0));

        assertThat(run("words", "--no-wait", "--json")).isZero();

        assertThat(nimbus.calls).isEmpty();
        assertThat(out()).contains("\"status\":\"RUNNING\"");
    }

    @Test
    @Tag("R5")
    void aRollBackIsAFailureThatSaysWhy() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.ROLLED_BACK, "worker 2 at 10.0.0.2:6701 has died", 0));

        assertThat(run("words")).isEqualTo(1);
        assertThat(out()).contains("rolled back", "nothing has changed: worker 2 at 10.0.0.2:6701 has died");
    }

    @Test
    void oneThatIsNotOverInTimeSaysThatItGoesOn() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.RUNNING, "PREPARING", 0));

        assertThat(run("words", "--no-wait")).isZero(); // loads the classes, so that a second is enough for an answer
        assertThat(run("words", "--timeout", "1")).isEqualTo(5);
        assertThat(err()).contains("was accepted, but is not over yet: PREPARING", "it goes on without you");
    }

    @Test
    @Tag("R4")
    void aRefusalShowsThePossibleRange() throws IOException {
        nimbus.rebalanceFailures.add(new ServiceException(
                Code.INVALID_TOPOLOGY, "component 'count' cannot have 0 executors", "possible: 1 to 4"));

        assertThat(run("words", "-e", "count=0", "--json")).isEqualTo(1);
        assertThat(out()).contains("\"code\":\"INVALID_TOPOLOGY\"", "\"hint\":\"possible: 1 to 4\"");
    }

    @Test
    void anUnknownComponentIsNotFound() throws IOException {
        nimbus.rebalanceFailures.add(new ServiceException(Code.NOT_FOUND, "no component 'cuont'", "it has: count"));

        assertThat(run("words", "-e", "cuont=2")).isEqualTo(4);
        assertThat(err()).contains("no component 'cuont'", "it has: count");
    }

    @Test
    void numbersBelowOneReachNimbusWhichKnowsTheRange() throws IOException {
        nimbus.rebalanceReports.add(report(RebalanceStatus.NO_CHANGE, "", 0));

        assertThat(run("words", "-n", "-1", "-e", "count=-2")).isZero();
        assertThat(nimbus.rebalances.get(0).workers()).isEqualTo(-1);
        assertThat(nimbus.rebalances.get(0).executors()).isEqualTo(Map.of("count", -2));
        assertThat(out()).contains("there is nothing to change");
    }

    @Test
    void mistakesOfTheCommandLineAreUsageErrors() throws IOException {
        assertThat(run("words", "-e", "count")).isEqualTo(2);
        assertThat(run("words", "-e", "count=many")).isEqualTo(2);
        assertThat(run("words", "-e", "count=1", "-e", "count=2")).isEqualTo(2);
        assertThat(run("words", "-w", "-1")).isEqualTo(2);
        assertThat(run("words", "-n", "99999999999")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(nimbus.rebalances).isEmpty();
        assertThat(err())
                .contains(
                        "COMPONENT=N",
                        "'many' is no number",
                        "given twice",
                        "0 or more seconds",
                        "'99999999999' is not a whole number of at most 2147483647");
    }

    @Test
    void keysOfTheConfigurationAreAskedForWithTheirValuesAsInYaml() throws IOException {
        nimbus.rebalanceReports.add(new RebalanceReport(
                "words",
                "words-1",
                RebalanceStatus.PLANNED,
                "",
                4,
                5,
                0,
                0,
                0,
                List.of("my.limit: 3 -> 7, re-creates count"),
                List.of(new RebalanceReport.Move("count", List.of(3), FROM, FROM, 0, "it is re-created")),
                List.of(),
                List.of(),
                List.of()));

        assertThat(run("words", "-t", "my.limit=7", "-t", "topology.message.timeout=10s", "--dry-run"))
                .isZero();

        assertThat(nimbus.rebalances)
                .singleElement()
                .extracting(RebalanceRequest::config)
                .isEqualTo(Map.of("my.limit", 7, "topology.message.timeout", "10s"));
        assertThat(out()).contains("my.limit: 3 -> 7, re-creates count");
    }

    @Test
    void wrongKeysAreRefusedBeforeAnythingIsAsked() throws IOException {
        assertThat(run("words", "-t", "my.limit")).isEqualTo(2);
        assertThat(run("words", "-t", "my.limit=")).isEqualTo(2);
        assertThat(run("words", "-t", "my.limit=1", "-t", "my.limit=2")).isEqualTo(2);
        assertThat(run("words", "-t", "my.limit={a")).isEqualTo(2);
        assertThat(run("words", "extra")).isEqualTo(2);

        assertThat(nimbus.rebalances).isEmpty();
        assertThat(err())
                .contains(
                        "is not KEY=VALUE",
                        "has no value",
                        "-t my.limit is given twice",
                        "-t my.limit: '{a' is not YAML",
                        "'extra' is one argument too many");
    }

    @Test
    void aValueThatIsGivenTwiceIsRefusedBeforeAnythingIsAsked() throws IOException {
        assertThat(run("words", "-n", "2", "-n", "3")).isEqualTo(2);
        assertThat(err()).contains("--workers is given twice ('2', '3'); it has one value");
        assertThat(run("words", "-w", "2", "--wait=2")).isEqualTo(2);
        assertThat(err()).contains("--wait is given twice");
        assertThat(run("words", "-e", "count=2", "-e", "count=3")).isEqualTo(2);
        assertThat(err()).contains("-e count is given twice");
        assertThat(run("words", "-t", "a=2", "-t", "a=3")).isEqualTo(2);
        assertThat(err()).contains("-t a is given twice");
        assertThat(nimbus.rebalances).isEmpty();
    }

    @Test
    void aGlobalValueMayStandBeforeOrAfterTheCommandButNotBoth() throws IOException {
        assertThat(terminal.run(nimbus, "--timeout", "1", "list", "--timeout", "2"))
                .isEqualTo(2);
        assertThat(err()).contains("--timeout is given twice ('1', '2')");
        assertThat(terminal.run(nimbus, "-c", "topology.workers=1", "list", "-c", "topology.workers=2"))
                .isEqualTo(2);
        assertThat(err()).contains("-c topology.workers is given twice ('1', '2')");
        assertThat(terminal.run(nimbus, "list", "-c", "topology.debug=true", "-c", "topology.debug=true"))
                .isEqualTo(2);
        assertThat(err()).contains("-c topology.debug is given twice ('true', 'true')");
        assertThat(terminal.run(nimbus, "--json", "list", "--json")).isZero();
    }
}
