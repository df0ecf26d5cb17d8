package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;

/** Waits until a rebalance is over; used by one thread once. */
final class RebalanceAwaiter {
    private final NimbusService nimbus;
    private final Caller caller;
    private final ProgressListener listener;
    private final News news;

    RebalanceAwaiter(NimbusService nimbus, Caller caller, ProgressListener listener) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.listener = listener;
        this.news = new News(listener);
    }

    RebalanceReport await(RebalanceReport begun, Deadline deadline) {
        RebalanceReport newest = begun;
        if (begun.status() == RebalanceStatus.RUNNING) {
            listener.rebalancing(begun.topology());
        }
        while (newest.status() == RebalanceStatus.RUNNING) {
            news.tell(newest.topology() + ": " + newest.phase());
            if (!deadline.pause()) {
                throw notInTime(newest);
            }
            newest = progress(newest);
        }
        return newest;
    }

    /** As before if no Nimbus answers: what was begun goes on once one leads. */
    private RebalanceReport progress(RebalanceReport before) {
        try {
            return nimbus.rebalanceProgress(caller, before.topology(), before.toVersion());
        } catch (ServiceException e) {
            if (!Deadline.mayBeAskedAgain(e)) {
                throw e;
            }
            news.tell(before.topology() + ": no answer from Nimbus; the rebalance goes on as soon as one leads");
            return before;
        }
    }

    private static ServiceException notInTime(RebalanceReport newest) {
        return new ServiceException(
                Code.TIMEOUT,
                "the rebalance of '" + newest.topology() + "' was accepted, but is not over yet: " + newest.phase(),
                "it goes on without you; see vendaval list, or wait longer with --timeout SECONDS");
    }
}
