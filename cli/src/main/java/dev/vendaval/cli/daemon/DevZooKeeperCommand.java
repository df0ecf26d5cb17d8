package dev.vendaval.cli.daemon;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.protocol.config.Configuration;
import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vendaval dev-zookeeper}. */
@Command(
        name = "dev-zookeeper",
        customSynopsis = "vendaval dev-zookeeper [--port N] [--data DIR]",
        description =
                "Runs one ZooKeeper server in the foreground, for development. When it serves, stdout says \"ready:"
                        + " zookeeper HOST:PORT\".",
        footer = {
            "",
            "A real cluster has an ensemble of three or five ZooKeeper servers of its own.",
            "",
            "Examples:",
            "  vendaval dev-zookeeper",
            "  vendaval dev-zookeeper --port 0 --data /var/tmp/zookeeper"
        })
public final class DevZooKeeperCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 2181;
    private static final Duration LOG_RETENTION = Duration.ofDays(7);

    private final Session session;

    @Option(names = "--port", paramLabel = "N", description = "Where it listens; 0 = any free port. Default: 2181.")
    private int port = DEFAULT_PORT;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where it keeps its data. Default: zookeeper in local.dir.")
    private @Nullable Path data;

    public DevZooKeeperCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            throw CommandFailure.usage("--port is " + port + "; it must be from 0 to 65535");
        }
        Configuration configuration = session.configuration();
        Path directory = data == null ? configuration.localDir().resolve("zookeeper") : data.toAbsolutePath();
        ProcessLogging.ofDaemon(configuration.logDir().resolve("zookeeper.log"), LOG_RETENTION);
        try (Foreground foreground = Foreground.enter();
                EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(new HostPort("127.0.0.1", port), directory)) {
            foreground.serve(session, "zookeeper", zooKeeper.address());
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandFailure.of(
                    Code.CONFIG,
                    "ZooKeeper cannot listen on port " + port + " or write to " + directory + ": " + e.getMessage(),
                    "--port 0 takes any free port",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of(Code.INTERNAL, "interrupted while starting", null, e);
        }
    }
}
