package dev.vendaval.cli.flux;

import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.output.Json;
import dev.vendaval.flux.Flux;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vendaval flux schema}. */
@Command(
        name = "schema",
        customSynopsis = "vendaval flux schema",
        description = "Prints the JSON Schema of topology files, for editors to complete and check with.",
        footer = {
            "",
            "In an editor with the YAML language server, the first line of a topology may name it:",
            "  # yaml-language-server: $schema=topology.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private final Session session;

    SchemaCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> schema = Flux.schema();
        session.print(schema, () -> Json.write(schema));
        return ExitCode.DONE;
    }
}
