package dev.vendaval.cli.flux;

import dev.vendaval.cli.console.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vendaval flux}. */
@Command(
        name = "flux",
        customSynopsis = "vendaval flux validate|graph|schema",
        description = "Checks and shows topologies written in YAML (submit one with vendaval jar JAR --flux FILE).",
        footer = {
            "",
            "Examples:",
            "  vendaval flux validate topology.yaml                  what can be told without your classes",
            "  vendaval flux validate --jar app.jar topology.yaml    classes, arguments and fields, too",
            "  vendaval flux graph topology.yaml                     a Mermaid flow chart",
            "  vendaval flux schema > topology.schema.json           for your editor"
        })
public final class FluxCommand implements Runnable {
    // Set by the parser.
    @SuppressWarnings("NullAway.Init")
    @Spec
    private CommandSpec spec;

    private FluxCommand() {}

    /** With its subcommands. */
    public static CommandLine line(Session session) {
        return new CommandLine(new FluxCommand())
                .addSubcommand("validate", new ValidateCommand(session))
                .addSubcommand("graph", new GraphCommand(session))
                .addSubcommand("schema", new SchemaCommand(session));
    }

    /** No subcommand given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "flux what? validate, graph or schema");
    }
}
