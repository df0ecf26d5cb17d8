package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import java.util.stream.Collectors;

/** Waits until a drained host has no worker any more; used by one thread once. */
final class DrainAwaiter {
    private final NimbusService nimbus;
    private final Caller caller;
    private final News news;

    DrainAwaiter(NimbusService nimbus, Caller caller, ProgressListener listener) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.news = new News(listener);
    }

    DrainReport await(DrainReport begun, Deadline deadline) {
        DrainReport newest = begun;
        while (!newest.left().isEmpty()) {
            news.tell(left(newest));
            if (!deadline.pause()) {
                throw notInTime(newest);
            }
            newest = progress(newest);
        }
        return newest;
    }

    /** As before if no Nimbus answers: what was begun goes on once one leads. */
    private DrainReport progress(DrainReport before) {
        try {
            return nimbus.drainProgress(caller, before.host());
        } catch (ServiceException e) {
            if (!Deadline.mayBeAskedAgain(e)) {
                throw e;
            }
            news.tell("no answer from Nimbus; draining goes on as soon as one leads");
            return before;
        }
    }

    private static String left(DrainReport report) {
        return report.left().stream()
                .map(left -> left.topology() + ": " + left.why())
                .collect(Collectors.joining("; "));
    }

    private static ServiceException notInTime(DrainReport newest) {
        return new ServiceException(
                Code.TIMEOUT,
                newest.host() + " is being drained, but not empty yet: " + left(newest),
                "it goes on without you; see vendaval cluster, wait longer with --timeout SECONDS, or end it with"
                        + " vendaval undrain " + newest.host());
    }
}
