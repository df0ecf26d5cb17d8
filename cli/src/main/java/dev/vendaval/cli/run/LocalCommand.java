package dev.vendaval.cli.run;

import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.logging.ProcessLogging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval local}. */
@Command(
        name = "local",
        customSynopsis = {
            "vendaval local [--local-ttl SECONDS] JAR CLASS [ARGS...]",
            "       vendaval local JAR --flux FILE.yaml [--filter FILE] [--env-filter] [--resource]",
            "                      [--local-ttl SECONDS] [--dry-run]"
        },
        description =
                "Runs the main of a class in your jar and the topology it submits, or the topology of a YAML file, in this"
                        + " JVM, without a cluster, for a while; then kills it.",
        footer = {
            "",
            "Tuples are serialized between tasks as on a cluster. What components log and print is shown here.",
            "",
            "Examples:",
            "  vendaval local app.jar com.example.Main",
            "  vendaval local --local-ttl 60 app.jar com.example.Main --input /data/text",
            "  vendaval local app.jar --flux topology.yaml"
        })
public final class LocalCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--local-ttl",
            paramLabel = "SECONDS",
            description = "How long it runs once it is submitted. Default: 20.")
    private int ttlSeconds = 20;

    // Set by the parser: a command without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "JAR", description = "The jar with your classes and all they need.")
    private Path jar;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CLASS",
            description = "The class whose main calls TopologySubmitter.submit.")
    private @Nullable String className;

    @Parameters(index = "2..*", paramLabel = "ARGS", description = "What main gets.")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private FluxArguments flux = new FluxArguments();

    public LocalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (Launch.showsHelp(session, className, arguments)) {
            return ExitCode.DONE;
        }
        if (ttlSeconds < 0) {
            throw CommandFailure.usage("--local-ttl is " + ttlSeconds + "; it must be 0 or more seconds");
        }
        ProcessLogging.ofLocalRun();
        Launch launch = Launch.of(session, jar, className, arguments, flux.request());
        if (launch.dryRun()) {
            return launch.show();
        }
        int seconds = launch.localSecondsGiven() ? launch.localSeconds() : ttlSeconds;
        return new LocalRun(session, seconds).run(launch.program());
    }
}
