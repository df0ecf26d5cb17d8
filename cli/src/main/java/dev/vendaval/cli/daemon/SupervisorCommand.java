package dev.vendaval.cli.daemon;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.archive.Archives;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.protocol.config.SupervisorSettings;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.supervisor.SupervisorClock;
import dev.vendaval.supervisor.SupervisorDaemon;
import dev.vendaval.supervisor.archive.ArchiveUpkeep;
import dev.vendaval.supervisor.launch.ProcessWorkerLauncher;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vendaval supervisor}. */
@Command(
        name = "supervisor",
        description = "Runs a supervisor in the foreground, which runs this host's workers. When it serves, stdout says"
                + " \"ready: supervisor HOST:PORT\".",
        footer = {
            "",
            "Logs to supervisor.log in log.dir, its workers beside it under workers/. SIGTERM or Ctrl-C stops the workers in",
            "order, then the supervisor. After its crash they run on, and the next one with the same local.dir adopts them.",
            "",
            "Examples:",
            "  vendaval supervisor",
            "  vendaval -c supervisor.host=10.0.0.7 -c 'supervisor.slots.ports=[6700, 6701]' supervisor"
        })
public final class SupervisorCommand implements Callable<Integer> {
    private final Session session;

    public SupervisorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SupervisorSettings settings = session.configuration().supervisorSettings();
        ZooKeeperSettings zooKeeper = session.configuration().zooKeeperSettings();
        ProcessLogging.ofDaemon(settings.logDir().resolve("supervisor.log"), settings.logRetention());
        try (Foreground foreground = Foreground.enter();
                ClusterState clusterState = ZooKeeperWait.connect(session, foreground, zooKeeper);
                RpcFactory rpc = new RpcFactory(Session.caller());
                ArchiveUpkeep archives = Archives.upkeep(settings.localDir());
                SupervisorDaemon supervisor = SupervisorDaemon.start(
                        settings,
                        clusterState,
                        rpc,
                        ProcessWorkerLauncher.ofThisJvm(archives::options),
                        SupervisorClock.system())) {
            supervisor.ended().whenComplete((done, bug) -> foreground.stopNow());
            foreground.serve(session, "supervisor", supervisor.address());
            return exitCode(supervisor);
        } catch (ClusterStateException e) {
            throw DaemonFailure.noZooKeeper(e);
        } catch (IOException e) {
            throw DaemonFailure.cannotStart("supervisor", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of(Code.INTERNAL, "interrupted while starting", null, e);
        }
    }

    private static int exitCode(SupervisorDaemon supervisor) {
        return supervisor.ended().isCompletedExceptionally() ? ExitCode.FAILED : ExitCode.DONE;
    }
}
