package dev.vendaval.cli.run;

import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.local.LocalSubmissionBackend;
import dev.vendaval.local.LocalTopology;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TopologyInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval local}. */
@Command(
        name = "local",
        customSynopsis = "vendaval local [--local-ttl SECONDS] JAR CLASS [ARGS...]",
        description =
                "Runs the main of a class in your jar and the topology it submits in this JVM, without a cluster, for a"
                        + " while; then kills it.",
        footer = {
            "",
            "Tuples are serialized between tasks as on a cluster. What components log and print is shown here.",
            "",
            "Examples:",
            "  vendaval local app.jar com.example.Main",
            "  vendaval local --local-ttl 60 app.jar com.example.Main --input /data/text"
        })
public final class LocalCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--local-ttl",
            paramLabel = "SECONDS",
            description = "How long it runs once it is submitted. Default: 20.")
    private int ttlSeconds = 20;

    // Set by the parser: a command without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "JAR", description = "The jar with your classes and all they need.")
    private Path jar;

    // Set by the parser: a command without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "1", paramLabel = "CLASS", description = "The class whose main calls TopologySubmitter.submit.")
    private String className;

    @Parameters(index = "2..*", paramLabel = "ARGS", description = "What main gets.")
    private List<String> arguments = new ArrayList<>();

    public LocalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (ttlSeconds < 0) {
            throw CommandFailure.usage("--local-ttl is " + ttlSeconds + "; it must be 0 or more seconds");
        }
        ProcessLogging.ofLocalRun();
        Map<String, Object> overrides = session.clientSettings().topologyOverrides();
        try (UserMain main = UserMain.load(jar, className);
                LocalSubmissionBackend backend =
                        new LocalSubmissionBackend(main.loader(), overrides, session.progressListener())) {
            main.run(arguments, backend, UserMain.outputFor(session), () -> afterMain(backend));
            return ExitCode.DONE;
        }
    }

    private void afterMain(LocalSubmissionBackend backend) {
        List<LocalTopology> topologies = backend.topologies();
        if (topologies.isEmpty()) {
            session.warn("main of " + className + " ended without submitting a topology (it calls"
                    + " TopologySubmitter.submit for that)");
        } else {
            session.progress("running for " + ttlSeconds + " s");
            runFor(ttlSeconds);
        }
        List<TopologyInfo> infos = topologies.stream().map(LocalTopology::info).toList();
        session.print(Map.of("topologies", infos), () -> text(infos));
    }

    private static void runFor(int seconds) {
        try {
            // Never opened: Ctrl-C ends the process itself.
            if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opens this");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(List<TopologyInfo> infos) {
        StringBuilder text = new StringBuilder();
        for (TopologyInfo info : infos) {
            text.append(info.name())
                    .append(" ran for ")
                    .append(info.uptimeMs() / 1000)
                    .append(" s\n");
            for (TopologyInfo.Component component : info.components()) {
                text.append("  ").append(component.id()).append(": ");
                text.append(
                        switch (component.kind()) {
                            case "spout" -> emitted(component) + " emitted, ";
                            case "bolt" -> component.executed() + " executed, ";
                            default -> ""; // The acker gets no tuples and emits none.
                        });
                text.append(component.acked()).append(" acked, ");
                text.append(component.failed())
                        .append(" failed, ")
                        .append(component.errors())
                        .append(" errors\n");
            }
        }
        return text.isEmpty() ? "nothing submitted" : text.toString();
    }

    private static long emitted(TopologyInfo.Component component) {
        return component.streams().values().stream()
                .mapToLong(StreamCounts::emitted)
                .sum();
    }
}
