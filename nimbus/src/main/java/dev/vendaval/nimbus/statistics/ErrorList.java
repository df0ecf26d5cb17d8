package dev.vendaval.nimbus.statistics;

import dev.vendaval.protocol.report.ErrorReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the errors of all workers together: equal ones are counted together, the newest come first. */
final class ErrorList {
    /** More different errors than this are not shown. */
    static final int MAX_ERRORS = 200;

    private record Key(String component, int task, String message) {}

    private final Map<Key, ErrorReport> errors = new LinkedHashMap<>();

    void add(ErrorReport error) {
        errors.merge(new Key(error.component(), error.task(), error.message()), error, ErrorList::together);
    }

    List<ErrorReport> newestFirst() {
        return errors.values().stream()
                .sorted(Comparator.comparingLong(ErrorReport::lastAtMs)
                        .reversed()
                        .thenComparing(ErrorReport::component)
                        .thenComparingInt(ErrorReport::task))
                .limit(MAX_ERRORS)
                .toList();
    }

    private static ErrorReport together(ErrorReport left, ErrorReport right) {
        ErrorReport newer = left.lastAtMs() >= right.lastAtMs() ? left : right;
        return new ErrorReport(
                newer.component(),
                newer.task(),
                newer.host(),
                newer.port(),
                Math.min(left.firstAtMs(), right.firstAtMs()),
                newer.lastAtMs(),
                left.count() + right.count(),
                newer.message(),
                newer.stack());
    }
}
