package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.SubmitRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stage 1. */
public final class NimbusClient implements NimbusService, AutoCloseable {
    NimbusClient() {}

    @Override
    public boolean hasArtifact(Caller caller, String sha256) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String submit(Caller caller, SubmitRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void activate(Caller caller, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deactivate(Caller caller, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void kill(Caller caller, String name, @Nullable Duration wait) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<TopologySummary> list(Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ClusterSummary cluster(Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TopologyInfo info(Caller caller, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
