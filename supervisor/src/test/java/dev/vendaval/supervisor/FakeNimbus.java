package dev.vendaval.supervisor;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.service.SupervisorLinkService;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The part of Nimbus that supervisors talk to, over real gRPC; keeps the reports it gets. */
final class FakeNimbus implements SupervisorLinkService, NimbusService, AutoCloseable {
    final List<SupervisorReport> reports = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    private final RpcServer server;
    private volatile @Nullable CommandSender commands;

    FakeNimbus(RpcFactory rpc, int port) throws IOException {
        server = rpc.serveNimbus(new HostPort("127.0.0.1", port), this, this);
    }

    int port() {
        return server.port();
    }

    boolean isConnected() {
        return commands != null;
    }

    void reportNow(long reportId) {
        CommandSender present = commands;
        if (present != null) {
            present.reportNow(reportId);
        }
    }

    SupervisorReport lastReport() {
        return reports.get(reports.size() - 1);
    }

    @Override
    public SupervisorConversation connected(Caller caller, CommandSender newCommands) {
        commands = newCommands;
        return new SupervisorConversation() {
            @Override
            public void report(SupervisorReport report) {
                reports.add(report);
            }

            @Override
            public void closed() {
                commands = null;
            }
        };
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        byte[] content = artifacts.get(sha256);
        if (content == null) {
            throw new ServiceException(SubmitException.Code.NOT_FOUND, "no artifact " + sha256, null);
        }
        sink.chunk(content);
    }

    @Override
    public void close() {
        server.close();
    }

    private static UnsupportedOperationException forClients() {
        return new UnsupportedOperationException("only supervisors are served here");
    }

    @Override
    public DrainReport drain(Caller caller, String host) {
        throw forClients();
    }

    @Override
    public DrainReport undrain(Caller caller, String host) {
        throw forClients();
    }

    @Override
    public DrainReport drainProgress(Caller caller, String host) {
        throw forClients();
    }

    @Override
    public RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
        throw forClients();
    }

    @Override
    public RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
        throw forClients();
    }

    @Override
    public boolean hasArtifact(Caller caller, String sha256) {
        throw forClients();
    }

    @Override
    public void uploadArtifact(Caller caller, String sha256, InputStream content) {
        throw forClients();
    }

    @Override
    public String submit(Caller caller, SubmitRequest request) {
        throw forClients();
    }

    @Override
    public void activate(Caller caller, String name) {
        throw forClients();
    }

    @Override
    public void deactivate(Caller caller, String name) {
        throw forClients();
    }

    @Override
    public void kill(Caller caller, String name, @Nullable Duration wait) {
        throw forClients();
    }

    @Override
    public List<TopologySummary> list(Caller caller) {
        throw forClients();
    }

    @Override
    public ClusterSummary cluster(Caller caller) {
        throw forClients();
    }

    @Override
    public TopologyInfo info(Caller caller, String name) {
        throw forClients();
    }

    @Override
    public TopologyExplanation explain(Caller caller, String name) {
        throw forClients();
    }
}
