package dev.vendaval.cli.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vendaval version}. */
@Command(
        name = "version",
        customSynopsis = "vendaval version",
        description = "Shows the versions of Vendaval and Java.",
        footer = {"", "Example:", "  vendaval version --json"})
public final class VersionCommand implements Callable<Integer> {
    private final Session session;

    public VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String java = System.getProperty("java.version");
        String vendor = System.getProperty("java.vendor");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", Version.current());
        document.put("java", java);
        document.put("javaVendor", vendor);
        session.print(document, () -> "vendaval " + Version.current() + " (Java " + java + ", " + vendor + ")");
        return ExitCode.DONE;
    }
}
