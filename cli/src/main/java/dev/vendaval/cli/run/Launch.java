package dev.vendaval.cli.run;

import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line of {@code jar} or {@code local} asks to run: a main, a topology file by {@code --flux}, or one in
 * the form of Storm's Flux, whose main class is recognised by name.
 *
 * @param program to run, and to close
 * @param storm the options of Storm's form, or null
 * @param dryRun whether nothing is to be submitted
 */
record Launch(Program program, @Nullable StormFluxLine storm, boolean dryRun) {
    private static final Set<String> FLUX_MAINS = Set.of("dev.vendaval.flux.Flux", "org.apache.storm.flux.Flux");
    private static final int DEFAULT_LOCAL_SECONDS = 20;

    static Launch of(
            Session session,
            Path jar,
            @Nullable String className,
            List<String> arguments,
            @Nullable FluxRequest request) {
        if (request != null) {
            if (className != null) {
                throw CommandFailure.usage("both --flux " + request.file() + " and the class " + className
                        + "; with --flux no class is run: give JAR --flux FILE only");
            }
            return new Launch(FluxProgram.load(session, jar, request), null, request.dryRun());
        }
        if (className == null) {
            throw CommandFailure.usage("Missing required parameter: 'CLASS' (or --flux FILE for a topology in YAML)");
        }
        if (FLUX_MAINS.contains(className)) {
            StormFluxLine line = StormFluxLine.parse(arguments);
            line.settings().forEach(session::set);
            FluxRequest ofStorm = line.request();
            return new Launch(FluxProgram.load(session, jar, ofStorm), line, ofStorm.dryRun());
        }
        return new Launch(UserMain.load(jar, className, arguments), null, false);
    }

    /** Shows the help of Storm's form and is true, if that is what the command line asks for. */
    static boolean showsHelp(Session session, @Nullable String className, List<String> arguments) {
        String help = FLUX_MAINS.contains(Objects.requireNonNullElse(className, ""))
                ? StormFluxLine.helpAskedFor(arguments)
                : null;
        if (help == null) {
            return false;
        }
        session.print(Map.of("help", help), () -> help);
        return true;
    }

    /** Makes and shows the topology instead of submitting it. */
    int show() {
        try (Program closing = program) {
            if (closing instanceof FluxProgram flux) {
                return flux.show();
            }
            throw new IllegalStateException(closing.title() + " has no topology to show until it runs");
        }
    }

    boolean local() {
        return storm != null && storm.local();
    }

    boolean inactive() {
        return storm != null && storm.inactive();
    }

    boolean localSecondsGiven() {
        return storm != null && storm.seconds() != null;
    }

    int localSeconds() {
        Integer seconds = storm == null ? null : storm.seconds();
        return seconds == null ? DEFAULT_LOCAL_SECONDS : seconds;
    }
}
