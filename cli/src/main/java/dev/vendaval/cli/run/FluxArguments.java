package dev.vendaval.cli.run;

import dev.vendaval.cli.console.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a topology written in YAML; filled by the parser. */
final class FluxArguments {
    @Option(
            names = "--flux",
            paramLabel = "FILE",
            description = "Submits the topology of this YAML file instead of running a main.")
    private @Nullable String file;

    @Option(
            names = "--filter",
            paramLabel = "FILE",
            description = "With --flux: properties that stand for $${name} in the YAML file.")
    private @Nullable Path filter;

    @Option(
            names = "--env-filter",
            description = "With --flux: environment variables stand for $${ENV-NAME} in the YAML file.")
    private boolean environmentFilter;

    @Option(names = "--resource", description = "With --flux: FILE is a resource of the jar.")
    private boolean resource;

    @Option(
            names = "--dry-run",
            description = "With --flux: builds, checks and shows the topology, and submits nothing.")
    private boolean dryRun;

    /** What was asked for, or null if there was no --flux. */
    @Nullable
    FluxRequest request() {
        String given = file;
        if (given != null) {
            return new FluxRequest(given, resource, filter, environmentFilter, dryRun);
        }
        List<String> alone = Stream.of(
                        filter == null ? "" : "--filter",
                        environmentFilter ? "--env-filter" : "",
                        resource ? "--resource" : "",
                        dryRun ? "--dry-run" : "")
                .filter(option -> !option.isEmpty())
                .toList();
        if (!alone.isEmpty()) {
            throw CommandFailure.usage(
                    String.join(" and ", alone) + (alone.size() == 1 ? " needs" : " need") + " --flux FILE");
        }
        return null;
    }
}
