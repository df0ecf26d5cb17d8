package dev.vendaval.cli.run;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.client.ClusterSubmissionBackend;
import dev.vendaval.client.Submission;
import dev.vendaval.client.SubmitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval jar}. */
@Command(
        name = "jar",
        customSynopsis = {
            "vendaval jar [--no-wait] [--inactive] JAR CLASS [ARGS...]",
            "       vendaval jar JAR --flux FILE.yaml [--filter FILE] [--env-filter] [--resource] [--no-wait] [--inactive]",
            "                    [--dry-run]"
        },
        description =
                "Runs the main of a class in your jar, which submits a topology to the cluster, or submits the topology of"
                        + " a YAML file with the classes of your jar, and waits until its workers are up.",
        footer = {
            "",
            "Everything after CLASS goes to main untouched. The jar is uploaded once; submitting the same jar again is",
            "quick. Your code sees the JDK, dev.vendaval.api, SLF4J and your jar, here as in the workers.",
            "",
            "Examples:",
            "  vendaval jar app.jar com.example.Main",
            "  vendaval jar app.jar com.example.Main --input /data/text      options of main's own",
            "  vendaval -c topology.workers=4 jar app.jar com.example.Main   over what main configures",
            "  vendaval --timeout 300 jar --inactive app.jar com.example.Main",
            "  vendaval jar app.jar --flux topology.yaml --filter production.properties"
        })
public final class JarCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--no-wait", description = "Returns as soon as the topology is accepted.")
    private boolean noWait;

    @Option(
            names = "--inactive",
            description = "Components are prepared, but spouts emit nothing until vendaval activate.")
    private boolean inactive;

    // Set by the parser: a command without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "JAR", description = "The jar with your classes and all they need.")
    private Path jar;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CLASS",
            description = "The class whose main calls TopologySubmitter.submit.")
    private @Nullable String className;

    @Parameters(index = "2..*", paramLabel = "ARGS", description = "What main gets.")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private FluxArguments flux = new FluxArguments();

    public JarCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (Launch.showsHelp(session, className, arguments)) {
            return ExitCode.DONE;
        }
        Launch launch = Launch.of(session, jar, className, arguments, flux.request());
        if (launch.dryRun()) {
            return launch.show();
        }
        if (launch.local()) {
            ProcessLogging.ofLocalRun();
            session.progress("running locally for " + launch.localSeconds() + " s, nothing is submitted");
            return new LocalRun(session, launch.localSeconds()).run(launch.program());
        }
        SubmitOptions options = new SubmitOptions(
                !noWait, inactive || launch.inactive(), session.timeout(SubmitOptions.DEFAULT_TIMEOUT));
        Map<String, Object> overrides = session.clientSettings().topologyOverrides();
        try (Program program = launch.program();
                LateClient client = new LateClient(session)) {
            if (!asksMainForHelp()) {
                client.connected(); // without a cluster the user's code need not run
            }
            ClusterSubmissionBackend backend = new ClusterSubmissionBackend(
                    client::connected, overrides, jar, options, session.progressListener());
            session.runs(program.title());
            program.run(backend, UserMain.outputFor(session), () -> {});
            failIfNothingButRefusals(backend);
            return report(program, backend.submissions());
        }
    }

    /** A main that catches what its submit threw has not submitted anything all the same. */
    private static void failIfNothingButRefusals(ClusterSubmissionBackend backend) {
        if (backend.submissions().isEmpty()) {
            backend.refusal().ifPresent(refusal -> {
                throw refusal;
            });
        }
    }

    private int report(Program program, List<Submission> submissions) {
        List<Map<String, Object>> documents =
                submissions.stream().map(JarCommand::document).toList();
        for (Submission submission : submissions) {
            Code code = submission.state().code();
            if (code != null) {
                throw CommandFailure.notReached(
                        code, String.valueOf(submission.message()), submission.hint(), Map.of("topologies", documents));
            }
        }
        if (submissions.isEmpty() && !asksMainForHelp()) {
            session.warn(program.title() + " ended without submitting a topology (it calls"
                    + " TopologySubmitter.submit for that)");
        }
        session.print(Map.of("topologies", documents), () -> text(submissions));
        return ExitCode.DONE;
    }

    private boolean asksMainForHelp() {
        return arguments.contains("--help") || arguments.contains("-h");
    }

    private static Map<String, Object> document(Submission submission) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", submission.name());
        document.put("id", submission.topologyId());
        document.put("state", submission.state());
        return document;
    }

    private static String text(List<Submission> submissions) {
        StringBuilder text = new StringBuilder();
        for (Submission submission : submissions) {
            boolean up = submission.state() == Submission.State.UP;
            text.append(submission.name())
                    .append(" (")
                    .append(submission.topologyId())
                    .append(")");
            text.append(up ? " is up\n" : " is accepted\n");
        }
        return text.isEmpty() ? "nothing submitted" : text.toString();
    }
}
