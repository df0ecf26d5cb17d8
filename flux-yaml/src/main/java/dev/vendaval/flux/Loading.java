package dev.vendaval.flux;

import dev.vendaval.api.Topology;
import dev.vendaval.flux.assembly.Assembly;
import dev.vendaval.flux.assembly.Settings;
import dev.vendaval.flux.check.ModelChecks;
import dev.vendaval.flux.graph.MermaidGraph;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.ObjectModel;
import dev.vendaval.flux.model.Setting;
import dev.vendaval.flux.model.TopologyFiles;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.object.ObjectMaker;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One reading of a topology file, step by step; each goes on as far as what is wrong lets it. Used once, by one thread. */
final class Loading {
    private final FluxFile file;
    private final FluxOptions options;
    private final Problems problems = new Problems();
    private final List<String> unread = new ArrayList<>();

    Loading(FluxFile file, FluxOptions options) {
        this.file = file;
        this.options = options;
    }

    FluxTopology topology() {
        TopologyModel model = described(true);
        Topology topology = model == null ? null : made(model);
        if (model == null || topology == null || problems.hasErrors()) {
            throw new FluxException(file.name(), problems.inOrder());
        }
        Located<String> name = Objects.requireNonNull(model.name(), "checked to be there");
        return new FluxTopology(name.value(), Settings.config(model.config()), topology, problems.inOrder());
    }

    FluxReport report(boolean withClasses) {
        TopologyModel model = described(withClasses);
        if (model == null) {
            return new FluxReport(file.name(), null, problems.inOrder(), List.of(), "");
        }
        Topology topology = withClasses ? made(model) : null;
        Located<String> name = model.name();
        String graph = topology == null ? MermaidGraph.of(model) : MermaidGraph.of(topology);
        return new FluxReport(
                file.name(),
                name == null ? null : name.value(),
                problems.inOrder(),
                withClasses ? List.of() : unchecked(model),
                graph);
    }

    private @Nullable TopologyModel described(boolean withClasses) {
        TopologyFiles files = new TopologyFiles(options.variables(), withClasses ? options.classes() : null, problems);
        TopologyModel model = read(files);
        unread.addAll(files.unread());
        if (model != null) {
            ModelChecks.check(model, problems);
            checkConfig(model);
        }
        return model;
    }

    private @Nullable TopologyModel read(TopologyFiles files) {
        if (file instanceof FluxFile.OnDisk onDisk) {
            return files.readFile(onDisk.path());
        }
        if (file instanceof FluxFile.Resource resource) {
            return files.readResource(resource.name());
        }
        FluxFile.Text text = (FluxFile.Text) file;
        return files.readText(text.name(), text.text());
    }

    private void checkConfig(TopologyModel model) {
        checkConfig(model.config());
        model.vertices().forEach(vertex -> checkConfig(vertex.config()));
    }

    private void checkConfig(List<Setting> settings) {
        int errorsBefore = problems.errorCount();
        settings.forEach(this::checkSetting);
        if (settings.isEmpty() || problems.errorCount() > errorsBefore) {
            return;
        }
        options.configRule().conflict(Settings.config(settings)).ifPresent(conflict -> {
            Location at = settings.stream()
                    .map(Setting::key)
                    .filter(key -> key.value().equals(conflict.key()))
                    .findFirst()
                    .orElse(settings.get(0).key())
                    .at();
            problems.error(at, "configuration key " + conflict.violation(), "");
        });
    }

    private void checkSetting(Setting setting) {
        Located<String> key = setting.key();
        Object value = setting.value();
        if (value == null) {
            problems.warn(key.at(), "configuration key '" + key + "' has no value", "it is left out");
            return;
        }
        Optional<String> violation = options.configRule().violation(key.value(), value);
        if (violation.isPresent()) {
            problems.error(key.at(), "configuration key " + violation.get(), "");
        } else {
            options.configRule()
                    .warnings(key.value(), value)
                    .forEach(warning -> problems.warn(key.at(), "configuration: " + warning, ""));
        }
    }

    /** The topology, or null if anything is wrong. */
    private @Nullable Topology made(TopologyModel model) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(options.classes());
        try {
            ObjectMaker maker =
                    new ObjectMaker(options.classes(), options.knownClasses(), model.components(), problems);
            return new Assembly(model, maker, problems).assemble();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private List<String> unchecked(TopologyModel model) {
        List<String> classes = model.objects().stream()
                .map(ObjectModel::className)
                .flatMap(Stream::ofNullable)
                .map(Located::value)
                .distinct()
                .toList();
        List<String> unchecked = new ArrayList<>();
        if (!classes.isEmpty()) {
            unchecked.add("classes: " + String.join(", ", classes));
            unchecked.add("arguments of their constructors, factories, properties and methods");
        }
        if (!model.streams().isEmpty()) {
            unchecked.add("streams and fields that components declare");
        }
        unread.forEach(resource -> unchecked.add("the resource " + resource + ", which it includes"));
        return unchecked;
    }
}
