package dev.vendaval.cli.console;

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
        Map<String, Object> document = Version.document();
        session.print(
                document,
                () -> "vendaval " + document.get("version") + " (Java " + document.get("java") + ", "
                        + document.get("javaVendor") + ")");
        return ExitCode.DONE;
    }
}
