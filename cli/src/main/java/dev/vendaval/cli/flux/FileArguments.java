package dev.vendaval.cli.flux;

import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.run.FluxRequest;
import dev.vendaval.flux.FluxReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which file is to be looked at, and with which classes; filled by the parser. */
final class FileArguments {
    // Set by the parser: a command without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "FILE", description = "The topology in YAML.")
    private String file;

    @Option(
            names = "--jar",
            paramLabel = "JAR",
            description = "The jar with the classes that the file names: then they are loaded and their objects made.")
    private @Nullable Path jar;

    @Option(names = "--filter", paramLabel = "FILE", description = "Properties that stand for $${name}.")
    private @Nullable Path filter;

    @Option(names = "--env-filter", description = "Environment variables stand for $${ENV-NAME}.")
    private boolean environmentFilter;

    @Option(names = "--resource", description = "FILE is a resource of the jar.")
    private boolean resource;

    /** What there is to say about the file. */
    FluxReport report(Session session) {
        FluxRequest request = new FluxRequest(file, resource, filter, environmentFilter, true);
        Path given = jar;
        if (given == null && resource) {
            throw CommandFailure.usage("--resource without --jar: FILE is looked for in the jar");
        }
        return request.check(session, given);
    }
}
