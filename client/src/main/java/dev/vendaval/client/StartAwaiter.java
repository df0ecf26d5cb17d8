package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a submitted topology is up; used by one thread for one topology. Ends early when the user's open or
 * prepare threw: waiting longer would not help, but the topology stays and is tried again.
 */
final class StartAwaiter {
    private static final String LOOK = "see how it gets on with: vendaval info ";

    private final NimbusService nimbus;
    private final Caller caller;
    private final String name;
    private final String topologyId;
    private final News news;

    StartAwaiter(NimbusService nimbus, Caller caller, String name, String topologyId, ProgressListener listener) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.name = name;
        this.topologyId = topologyId;
        this.news = new News(listener);
    }

    Submission await(Deadline deadline) {
        StartProgress progress = null;
        do {
            TopologyInfo info = ourTopology();
            if (info == null) {
                tell("no answer from Nimbus; it was accepted and starts as soon as one leads");
                continue;
            }
            progress = StartProgress.of(info);
            tell(progress.sentence());
            if (!progress.failed().isEmpty()) {
                return userCodeThrew(info, progress.failed().get(0));
            }
            if (progress.allReady()) {
                return submission(Submission.State.UP, null, null);
            }
        } while (deadline.pause());
        return notInTime(progress);
    }

    /** Null if no Nimbus answers, which says nothing about the topology. */
    private @Nullable TopologyInfo ourTopology() {
        TopologyInfo info;
        try {
            info = nimbus.info(caller, name);
        } catch (ServiceException e) {
            if (Deadline.mayBeAskedAgain(e)) {
                return null;
            }
            throw e.code() == Code.NOT_FOUND ? killedMeanwhile() : e;
        }
        if (!info.id().equals(topologyId)) {
            throw killedMeanwhile();
        }
        return info;
    }

    private ServiceException killedMeanwhile() {
        return new ServiceException(
                Code.ILLEGAL_STATE, "topology '" + name + "' was killed while its workers were starting", null);
    }

    private Submission userCodeThrew(TopologyInfo info, TopologyInfo.Executor failed) {
        Optional<ErrorReport> cause = StartProgress.cause(info, failed);
        String what = cause.map(error -> ": " + error.message()).orElse("");
        String message = "topology '" + name + "' was accepted, but component '" + failed.component()
                + "' threw in open or prepare (task " + failed.tasks().get(0) + ")" + what;
        return submission(
                Submission.State.USER_CODE,
                message,
                "it is tried again with a back-off; stack: vendaval errors " + name + "; remove it: vendaval kill "
                        + name);
    }

    private Submission notInTime(@Nullable StartProgress progress) {
        if (progress == null) {
            return submission(
                    Submission.State.TIMEOUT,
                    "topology '" + name + "' was accepted, but no Nimbus has answered since",
                    LOOK + name);
        }
        if (progress.nothingPlaced()) {
            return submission(
                    Submission.State.NO_SLOTS,
                    "topology '" + name + "' was accepted, but nothing of it runs yet: "
                            + String.join("; ", progress.unplaced()),
                    "it starts as soon as one is: start a supervisor or kill another topology (vendaval cluster shows the"
                            + " slots)");
        }
        return submission(
                Submission.State.TIMEOUT,
                "topology '" + name + "' was accepted, but is not up yet: " + progress.sentence(),
                LOOK + name + "; or wait longer with --timeout SECONDS");
    }

    private Submission submission(Submission.State state, @Nullable String message, @Nullable String hint) {
        return new Submission(name, topologyId, state, message, hint);
    }

    private void tell(String sentence) {
        news.tell(name + ": " + sentence);
    }
}
