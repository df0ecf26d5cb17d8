package dev.vendaval.cli.run;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.flux.Flux;
import dev.vendaval.flux.FluxException;
import dev.vendaval.flux.FluxFile;
import dev.vendaval.flux.FluxOptions;
import dev.vendaval.flux.FluxReport;
import dev.vendaval.flux.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        FluxOptions options = FluxOptions.defaults().withConfigRule(new TopologyKeys());
        try {
            options = filter == null ? options : withProperties(options, filter, classes);
        } catch (FluxException e) {
            throw failure(e);
        }
        options = environmentFilter ? options.withEnvironment(session.environment()) : options;
        return classes == null ? options : options.withClasses(classes, classNames);
    }

    /** With a resource, the properties are one too, as Storm has it; or else a file. */
    private FluxOptions withProperties(FluxOptions options, Path properties, @Nullable ClassLoader classes) {
        String name = properties.toString();
        InputStream inJar = resource && classes != null
                ? classes.getResourceAsStream(name.startsWith("/") ? name.substring(1) : name)
                : null;
        if (inJar == null) {
            return options.withProperties(properties);
        }
        try (inJar) {
            return options.withProperties(name, inJar);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + name, e);
        }
    }

    /** What there is to say about the file; with a jar, its classes are loaded and the objects made. */
    public FluxReport check(Session session, @Nullable Path jar) {
        return jar == null
                ? Flux.checkWithoutClasses(source(), options(session, null, List.of()))
                : FluxProgram.check(session, jar, this);
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
