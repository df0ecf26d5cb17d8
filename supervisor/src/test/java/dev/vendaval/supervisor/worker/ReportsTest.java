package dev.vendaval.supervisor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static WorkerReport reportWithErrors(long errors, String text) {
        List<ErrorReport> all = LongStream.rangeClosed(1, errors)
                .mapToObj(at -> new ErrorReport("count", 5, "h", 6700, at, at, 1, at + text, text))
                .toList();
        return new WorkerReport(
                "words-1",
                6700,
                1,
                new Incarnation(0, 1, 1),
                WorkerState.RUNNING,
                7,
                1,
                "ACTIVE",
                0,
                5,
                5,
                InFlight.NONE,
                List.of(),
                List.of(),
                all,
                3);
    }

    @Test
    void ofManyErrorsTheLatestAreKept() {
        WorkerReport bounded = Reports.bounded(reportWithErrors(1_000, "boom"));

        assertThat(bounded.errors()).hasSize(Reports.MOST_ERRORS);
        assertThat(bounded.errors().get(0).lastAtMs()).isEqualTo(1_000);
        assertThat(bounded.reportId()).isEqualTo(7);
        assertThat(Reports.retired(bounded).errors()).hasSize(Reports.MOST_RETIRED_ERRORS);
    }

    @Test
    void longErrorsAreCut() {
        WorkerReport bounded = Reports.bounded(reportWithErrors(1, "x".repeat(1 << 20)));

        assertThat(bounded.errors()).singleElement().satisfies(error -> {
            assertThat(error.message()).hasSizeLessThan(2_100).endsWith("(cut)");
            assertThat(error.stack()).hasSizeLessThan(20_100).endsWith("(cut)");
        });
    }

    @Test
    void shortErrorsStayAsTheyAre() {
        WorkerReport report = reportWithErrors(1, "boom");

        assertThat(Reports.bounded(report)).isEqualTo(report);
    }
}
