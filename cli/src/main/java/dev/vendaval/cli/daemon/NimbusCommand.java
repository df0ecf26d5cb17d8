package dev.vendaval.cli.daemon;

import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.nimbus.NimbusDaemon;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vendaval nimbus}. */
@Command(
        name = "nimbus",
        customSynopsis = "vendaval nimbus",
        description = "Runs a Nimbus in the foreground. When it serves, stdout says \"ready: nimbus HOST:PORT\".",
        footer = {
            "",
            "Logs to nimbus.log in log.dir. SIGTERM or Ctrl-C stops it; topologies run on without it.",
            "",
            "Examples:",
            "  vendaval nimbus",
            "  vendaval -c nimbus.port=0 -c zookeeper.servers='[\"zk1:2181\", \"zk2:2181\"]' nimbus"
        })
public final class NimbusCommand implements Callable<Integer> {
    private final Session session;

    public NimbusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NimbusSettings settings = session.configuration().nimbusSettings();
        ZooKeeperSettings zooKeeper = session.configuration().zooKeeperSettings();
        ProcessLogging.ofDaemon(settings.logDir().resolve("nimbus.log"), settings.logRetention());
        try (Foreground foreground = Foreground.enter();
                ClusterState clusterState = ZooKeeperWait.connect(session, foreground, zooKeeper);
                RpcFactory rpc = new RpcFactory(Session.caller());
                NimbusDaemon nimbus = NimbusDaemon.start(settings, clusterState, rpc)) {
            nimbus.ended().whenComplete((done, bug) -> foreground.stopNow());
            foreground.serve(session, "nimbus", nimbus.address());
            return nimbus.ended().isCompletedExceptionally() ? ExitCode.FAILED : ExitCode.DONE;
        } catch (ClusterStateException e) {
            throw DaemonFailure.noZooKeeper(e);
        } catch (IOException e) {
            throw DaemonFailure.cannotStart("nimbus", e);
        }
    }
}
