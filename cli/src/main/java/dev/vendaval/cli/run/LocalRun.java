package dev.vendaval.cli.run;

import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.local.LocalSubmissionBackend;
import dev.vendaval.local.LocalTopology;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TopologyInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs what a program submits in this JVM, for a while, and says what became of it. */
final class LocalRun {
    private final Session session;
    private final int seconds;

    LocalRun(Session session, int seconds) {
        this.session = session;
        this.seconds = seconds;
    }

    /** Closes the program, too. */
    int run(Program started) {
        Map<String, Object> overrides = session.clientSettings().topologyOverrides();
        try (Program program = started;
                LocalSubmissionBackend backend =
                        new LocalSubmissionBackend(program.loader(), overrides, session.progressListener())) {
            program.run(backend, UserMain.outputFor(session), () -> after(program, backend));
            return ExitCode.DONE;
        }
    }

    private void after(Program program, LocalSubmissionBackend backend) {
        List<LocalTopology> topologies = backend.topologies();
        if (topologies.isEmpty()) {
            session.warn(program.title() + " ended without submitting a topology (it calls"
                    + " TopologySubmitter.submit for that)");
        } else {
            session.progress("running for " + seconds + " s");
            runFor(seconds);
        }
        List<TopologyInfo> infos = topologies.stream().map(LocalTopology::info).toList();
        List<Long> seconds = topologies.stream()
                .map(topology -> topology.sinceUp().toSeconds())
                .toList();
        // What components print as they end is read before the summary, not after it.
        backend.close();
        session.print(Map.of("topologies", infos), () -> text(infos, seconds));
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

    private static String text(List<TopologyInfo> infos, List<Long> seconds) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < infos.size(); i++) {
            TopologyInfo info = infos.get(i);
            text.append(info.name()).append(" ran for ").append(seconds.get(i)).append(" s\n");
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
