package dev.vendaval.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.ErrorReport;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The errors of components, as reports carry them. */
@Tag("F1")
class ErrorLogTest {
    private final ErrorLog errors = new ErrorLog("127.0.0.1", 6700, () -> 1_000L);

    @Test
    void equalErrorsAreCountedTogether() {
        errors.report("bolt", 3, new IllegalStateException("poisoned"));
        errors.report("bolt", 3, new IllegalStateException("poisoned"));
        errors.report("bolt", 4, new IllegalStateException("poisoned"));

        assertThat(errors.reports()).extracting(ErrorReport::count).containsExactly(2L, 1L);
    }

    @Test
    void aLongMessageIsCutAndSaysSo() {
        errors.report("bolt", 3, new IllegalStateException("x".repeat(100_000)));

        assertThat(errors.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.message())
                        .hasSize(ErrorLog.MAX_MESSAGE_CHARS + 1)
                        .startsWith("java.lang.IllegalStateException: xxx")
                        .endsWith("\u2026"));
    }

    @Test
    void aReportIsBoundedAndTheLastErrorsKeepTheirStacks() {
        for (int i = 0; i < 2 * ErrorLog.MAX_ERRORS; i++) {
            errors.report("bolt", i, new IllegalStateException(i + " " + "x".repeat(20_000)));
        }

        List<ErrorReport> reports = errors.reports();

        assertThat(reports).hasSize(ErrorLog.MAX_ERRORS);
        assertThat(reports.stream()
                        .mapToInt(report ->
                                report.message().length() + report.stack().length())
                        .sum())
                .isLessThanOrEqualTo(ErrorLog.MAX_REPORT_CHARS);
        assertThat(reports.get(0).stack()).contains("left out");
        assertThat(reports.get(reports.size() - 1).stack()).contains("199 xxx");
    }

    @Test
    void anErrorWhoseOwnTextThrowsIsReportedByItsClass() {
        ErrorLog log = new ErrorLog("host", 1, () -> 0);
        log.report("bolt", 3, new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no text");
            }
        });
        assertThat(log.reports())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("whose own text cannot be had"));
    }
}
