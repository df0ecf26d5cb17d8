package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What other threads tell the supervisor's owner thread. */
sealed interface SupervisorMessage {
    /** The cluster state was read. */
    record Desired(DesiredState state) implements SupervisorMessage {}

    /** An artifact is in the cache. */
    record ArtifactArrived(String sha256) implements SupervisorMessage {}

    /** An artifact could not be had. */
    record ArtifactMissing(String sha256, String message) implements SupervisorMessage {}

    /** A worker has opened a conversation. */
    record WorkerConnected(long conversation, WorkerHello hello, OrderSender orders) implements SupervisorMessage {}

    /** A worker reports. */
    record WorkerReported(long conversation, WorkerReport report) implements SupervisorMessage {}

    /** A worker's conversation is over; that alone says nothing about the worker. */
    record WorkerDisconnected(long conversation, int port) implements SupervisorMessage {}

    /** What the threads of a silent worker did was written down, or could not be. */
    record ThreadsDumped(int port, long launch, String where) implements SupervisorMessage {}

    /**
     * A worker is gone.
     *
     * @param heapDump what it has left of its heap, or null
     */
    record WorkerExited(
            String topologyId,
            int port,
            Incarnation incarnation,
            int exitCode,
            @Nullable String lastWords,
            @Nullable Path heapDump)
            implements SupervisorMessage {}

    /** Another supervisor has seen a worker die. */
    record DeathAnnounced(WorkerDeath death) implements SupervisorMessage {}

    /** Another supervisor could not be told of a death. */
    record AnnouncementFailed(Announcement announcement, Throwable cause) implements SupervisorMessage {}

    /** Nimbus wants a report that every worker has made after this moment. */
    record ReportAsked(long conversation, long reportId) implements SupervisorMessage {}

    /** Stop the workers, then end. */
    record StopWorkers() implements SupervisorMessage {}

    /** End at once; the workers run on. */
    record LeaveWorkers() implements SupervisorMessage {}
}
