package dev.vendaval.cli.run;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.flux.FluxException;
import dev.vendaval.flux.FluxFile;
import dev.vendaval.flux.FluxOptions;
import dev.vendaval.flux.FluxReport;
import dev.vendaval.flux.problem.Problem;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.TopologyConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A topology file as the command line asks for it.
 *
 * @param file its path, or the name of a resource
 * @param resource whether it is a resource of the jar
 * @param filter a file of properties, or null
 * @param environmentFilter whether environment variables are looked up
 * @param dryRun whether nothing is to be submitted
 */
public record FluxRequest(
        String file, boolean resource, @Nullable Path filter, boolean environmentFilter, boolean dryRun) {
    /** Where the YAML is. */
    public FluxFile source() {
        return resource ? FluxFile.resource(file) : FluxFile.of(Path.of(file));
    }

    /** How it is to be read, with the user's classes if there are any. */
    public FluxOptions options(Session session, @Nullable ClassLoader classes, List<String> classNames) {
        FluxOptions options = FluxOptions.defaults().withConfigRule(FluxRequest::violation);
        try {
            options = filter == null ? options : options.withProperties(filter);
        } catch (FluxException e) {
            throw failure(e);
        }
        options = environmentFilter ? options.withEnvironment(session.environment()) : options;
        return classes == null ? options : options.withClasses(classes, classNames);
    }

    private static Optional<String> violation(String key, Object value) {
        try {
            TopologyConfig.validated(Map.of(key, value));
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with the file, as a failure of the command: exit code 2. */
    public static CommandFailure failure(FluxException wrong) {
        return CommandFailure.of(
                Code.CONFIG, String.valueOf(wrong.getMessage()), null, Map.of("problems", documents(wrong.problems())));
    }

    /** What is wrong, with what was not looked at. */
    public static CommandFailure failure(FluxReport report) {
        long errors = report.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
        StringBuilder text =
                new StringBuilder(report.file() + " has " + (errors == 1 ? "an error" : errors + " errors"));
        report.problems().forEach(problem -> text.append("\n  ").append(problem));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("problems", documents(report.problems()));
        fields.put("unchecked", report.unchecked());
        return CommandFailure.of(Code.CONFIG, text.toString(), null, fields);
    }

    /** Problems as parts of a JSON document. */
    public static List<Map<String, Object>> documents(List<Problem> problems) {
        return problems.stream().map(FluxRequest::document).toList();
    }

    private static Map<String, Object> document(Problem problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", problem.location().file());
        if (!problem.location().isWholeFile()) {
            document.put("line", problem.location().line());
            document.put("column", problem.location().column());
        }
        document.put("severity", problem.severity());
        document.put("found", problem.found());
        document.put("right", problem.right());
        return document;
    }
}
