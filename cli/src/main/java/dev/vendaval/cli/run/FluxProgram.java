package dev.vendaval.cli.run;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.SubmissionBackend;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.flux.Flux;
import dev.vendaval.flux.FluxException;
import dev.vendaval.flux.FluxOptions;
import dev.vendaval.flux.FluxReport;
import dev.vendaval.flux.FluxTopology;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.worker.loader.UserClassLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The topology of a YAML file, made with the classes of a jar as workers load them. */
final class FluxProgram implements Program {
    private final Session session;
    private final FluxRequest request;
    private final UserClassLoader loader;
    private final UserJar jar;

    private FluxProgram(Session session, FluxRequest request, UserClassLoader loader, UserJar jar) {
        this.session = session;
        this.request = request;
        this.loader = loader;
        this.jar = jar;
    }

    static FluxProgram load(Session session, Path path, FluxRequest request) {
        UserJar jar = UserJar.check(path);
        return new FluxProgram(session, request, UserClassLoader.of(List.of(path)), jar);
    }

    @Override
    public String title() {
        return "the topology file " + request.file();
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public void run(SubmissionBackend backend, PrintStream output, Runnable after) {
        Program.inUsersPlace(loader, backend, output, () -> {
            FluxTopology made = make();
            TopologySubmitter.submit(made.name(), made.config(), made.topology());
            after.run();
        });
    }

    /** What there is to say about a file; what its objects print while they are made does not mix with the answer. */
    static FluxReport check(Session session, Path path, FluxRequest request) {
        try (FluxProgram program = load(session, path, request)) {
            FluxOptions options = request.options(session, program.loader, program.jar.classNames());
            List<FluxReport> reports = new ArrayList<>();
            session.runs(program.title());
            Program.inUsersPlace(
                    program.loader,
                    FluxProgram::nowhere,
                    session.err(),
                    () -> reports.add(Flux.check(request.source(), options)));
            return reports.get(0);
        }
    }

    private static String nowhere(String name, Map<String, Object> configuration, Topology topology) {
        throw new IllegalStateException(name + " was submitted while it was made");
    }

    /** Makes the topology, shows it, and submits nothing. */
    int show() {
        List<FluxTopology> shown = new ArrayList<>();
        session.runs(title());
        Program.inUsersPlace(loader, FluxProgram::nowhere, UserMain.outputFor(session), () -> shown.add(make()));
        FluxTopology made = shown.get(0);
        session.print(document(made), () -> text(made));
        return ExitCode.DONE;
    }

    private FluxTopology make() {
        try {
            FluxTopology made = Flux.load(request.source(), request.options(session, loader, jar.classNames()));
            made.warnings().forEach(warning -> session.progress(warning.toString()));
            return made;
        } catch (FluxException e) {
            throw FluxRequest.failure(e);
        }
    }

    private Map<String, Object> document(FluxTopology made) {
        List<Map<String, Object>> components = new ArrayList<>();
        List<Map<String, Object>> streams = new ArrayList<>();
        for (ComponentDefinition component : made.topology().components()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("id", component.id());
            document.put("kind", kind(component));
            document.put("className", component.className());
            document.put("executors", component.parallelism());
            document.put("tasks", component.taskCount());
            components.add(document);
            component.subscriptions().forEach(subscription -> streams.add(stream(component, subscription)));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", made.name());
        document.put("config", configuration(made));
        document.put("components", components);
        document.put("streams", streams);
        document.put("problems", FluxRequest.documents(made.warnings()));
        return document;
    }

    private static String kind(ComponentDefinition component) {
        return component.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> stream(ComponentDefinition target, Subscription subscription) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("from", subscription.source());
        document.put("stream", subscription.stream());
        document.put("to", target.id());
        document.put("grouping", subscription.grouping().toString());
        return document;
    }

    /** As it would be submitted: with what {@code -c} says. */
    private Map<String, Object> configuration(FluxTopology made) {
        return TopologyConfig.merge(
                TopologyConfig.validated(made.config()),
                session.clientSettings().topologyOverrides());
    }

    private String text(FluxTopology made) {
        Topology topology = made.topology();
        StringBuilder text = new StringBuilder(made.name() + " can be submitted\n");
        for (ComponentDefinition component : topology.components()) {
            text.append("  ").append(kind(component)).append(' ').append(component.id());
            text.append(": ").append(component.className());
            text.append(", executors ").append(component.parallelism());
            text.append(", tasks ").append(component.taskCount()).append('\n');
        }
        for (ComponentDefinition component : topology.components()) {
            for (Subscription subscription : component.subscriptions()) {
                text.append("  ").append(subscription.source()).append(" -> ").append(component.id());
                text.append(": ").append(subscription.grouping());
                text.append(" of stream ").append(subscription.stream()).append('\n');
            }
        }
        configuration(made)
                .forEach((key, value) -> text.append("  config ")
                        .append(key)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            // Read-only files: nothing is lost, and the process is about to end.
            throw new UncheckedIOException("cannot close the jar", e);
        }
    }
}
