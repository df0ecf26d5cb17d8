package dev.vendaval.protocol.service;

import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Nimbus does for clients. Every method may throw {@link ServiceException}; a Nimbus that is
 * not the leader answers NO_CLUSTER with the leader's address as hint.
 */
public interface NimbusService {
    boolean hasArtifact(Caller caller, String sha256);

    /** Stores the content if its hash is {@code sha256}, refuses it otherwise. */
    void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException;

    /** Returns the topology id once definition and assignment are written; workers start after. */
    String submit(Caller caller, SubmitRequest request);

    void activate(Caller caller, String name);

    void deactivate(Caller caller, String name);

    /** Starts the kill and returns; the name is free once {@link #list} no longer has it. */
    void kill(Caller caller, String name, @Nullable Duration wait);

    /**
     * Plans another assignment and, unless that is all that is asked or nothing changes, begins to change to it and
     * returns; how it goes on says {@link #rebalanceProgress}. Repeating it with the same request id begins nothing new.
     */
    RebalanceReport rebalance(Caller caller, RebalanceRequest request);

    /** How the rebalance to the assignment with that version stands. */
    RebalanceReport rebalanceProgress(Caller caller, String name, long version);

    /**
     * Lets no worker begin on a host, or a single supervisor by its id, and moves those that are there; it goes on until
     * it is undone.
     */
    DrainReport drain(Caller caller, String host);

    /** Lets a host or supervisor be used again; nothing is moved there. */
    DrainReport undrain(Caller caller, String host);

    DrainReport drainProgress(Caller caller, String host);

    List<TopologySummary> list(Caller caller);

    ClusterSummary cluster(Caller caller);

    TopologyInfo info(Caller caller, String name);

    /** Why it does not emit, from facts that its workers were asked for by this call. */
    TopologyExplanation explain(Caller caller, String name);
}
