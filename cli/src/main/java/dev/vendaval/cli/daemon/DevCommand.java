package dev.vendaval.cli.daemon;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vendaval dev}. */
@Command(
        name = "dev",
        customSynopsis = "vendaval dev [--supervisors N] [--slots N] [--dir DIR]",
        description =
                "Runs a whole cluster on this machine: ZooKeeper, Nimbus and supervisors, each a process of its own on"
                        + " free ports. When all of it serves, stdout says \"ready: nimbus HOST:PORT config FILE\".",
        footer = {
            "",
            "Give FILE to the other commands: vendaval --config FILE list. Ctrl-C or SIGTERM stops everything. A",
            "process that dies is started again.",
            "",
            "Examples:",
            "  vendaval dev",
            "  vendaval dev --supervisors 1 --slots 2 --dir /var/tmp/vendaval"
        })
public final class DevCommand implements Callable<Integer> {
    private static final int MOST_SUPERVISORS = 50;
    private static final int MOST_SLOTS = 100;
    private static final int LOOK_EVERY_MILLIS = 200;

    private final Session session;

    @Option(names = "--supervisors", paramLabel = "N", description = "How many supervisors. Default: 2.")
    private int supervisors = 2;

    @Option(names = "--slots", paramLabel = "N", description = "How many slots each has. Default: 4.")
    private int slots = 4;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where everything is kept. Default: a temporary directory, named at the start; it stays.")
    private @Nullable Path directory;

    public DevCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        checkRange("--supervisors", supervisors, MOST_SUPERVISORS);
        checkRange("--slots", slots, MOST_SLOTS);
        try (Foreground foreground = Foreground.enter();
                DevCluster cluster = new DevCluster(session, foreground, directory())) {
            HostPort nimbus = cluster.start(supervisors, slots);
            session.out().println("ready: nimbus " + nimbus + " config " + cluster.configFile());
            session.out().flush();
            session.progress("try: vendaval --config " + cluster.configFile() + " list");
            watch(foreground, cluster);
            session.progress("stopping");
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandFailure.of(
                    Code.CONFIG, "the cluster cannot start: " + e.getMessage(), "--dir DIR must be writable", e);
        }
    }

    private static void checkRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw CommandFailure.usage(option + " is " + value + "; it must be from 1 to " + most);
        }
    }

    private Path directory() throws IOException {
        Path chosen = directory == null ? Files.createTempDirectory("vendaval-dev-") : directory;
        session.progress("everything is kept in " + chosen.toAbsolutePath().normalize());
        return chosen.toAbsolutePath().normalize();
    }

    /** Until it is stopped: what dies meanwhile is started again, as a service manager would do it. */
    private void watch(Foreground foreground, DevCluster cluster) throws IOException {
        while (!foreground.stopsWithin(LOOK_EVERY_MILLIS)) {
            // Ctrl-C reaches the children, too, and may have reached them first.
            if (!cluster.ends().isEmpty() && !foreground.stopsWithin(LOOK_EVERY_MILLIS)) {
                if (cluster.allAreDead()) {
                    throw CommandFailure.of(
                            Code.INTERNAL,
                            "all of its daemons were ended at once: " + String.join(", ", cluster.ends()),
                            "their workers were stopped; start it again");
                }
                cluster.restartTheDead();
            }
        }
    }
}
