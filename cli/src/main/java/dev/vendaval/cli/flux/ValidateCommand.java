package dev.vendaval.cli.flux;

import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.run.FluxRequest;
import dev.vendaval.flux.FluxReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vendaval flux validate}. */
@Command(
        name = "validate",
        customSynopsis = "vendaval flux validate [--jar JAR] [--filter FILE] [--env-filter] [--resource] FILE",
        description = "Says everything that is wrong with a topology file, each with file, line and column.",
        footer = {
            "",
            "Exit code 2 if anything is wrong. Without --jar nothing is said of classes, arguments and fields."
        })
final class ValidateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private FileArguments arguments = new FileArguments();

    ValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        FluxReport report = arguments.report(session);
        if (!report.isValid()) {
            report.unchecked().forEach(unchecked -> session.progress("not checked without --jar: " + unchecked));
            throw FluxRequest.failure(report);
        }
        session.print(document(report), () -> text(report));
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> document(FluxReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("file", report.file());
        document.put("name", report.name());
        document.put("valid", true);
        document.put("problems", FluxRequest.documents(report.problems()));
        document.put("unchecked", report.unchecked());
        return document;
    }

    private static String text(FluxReport report) {
        StringBuilder text = new StringBuilder();
        report.problems().forEach(warning -> text.append(warning).append('\n'));
        text.append(report.file()).append(" is valid\n");
        report.unchecked()
                .forEach(unchecked -> text.append("  not checked without --jar: ")
                        .append(unchecked)
                        .append('\n'));
        return text.toString();
    }
}
