package dev.vendaval.cli.run;

import dev.vendaval.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vendaval local}. */
@Command(name = "local")
public final class LocalCommand implements Callable<Integer> {
    public LocalCommand(Session session) {
        session.json();
    }

    @Override
    public Integer call() {
        return 0;
    }
}
