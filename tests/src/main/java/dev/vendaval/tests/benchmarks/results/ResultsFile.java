package dev.vendaval.tests.benchmarks.results;

import dev.vendaval.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Reads a results document, written by this run or an earlier one, by path of names. */
public final class ResultsFile {
    private static final int LONGEST = 64 << 20;

    private final Map<String, Object> document;

    public ResultsFile(Map<String, Object> document) {
        this.document = document;
    }

    @SuppressWarnings("unchecked") // a JSON object is a map from strings
    public static Map<String, Object> readJson(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        Object loaded = new Yaml(options).load(Files.readString(file));
        if (loaded instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(file + " is not a JSON object");
    }

    /**
     * Several runs as one, which lists them all: of a scenario that is in more than one, the last counts; the rest is the
     * first's.
     */
    public static ResultsFile merge(List<Path> files) throws IOException {
        Map<String, Object> merged = new LinkedHashMap<>();
        Map<Object, Map<String, Object>> scenarios = new LinkedHashMap<>();
        Set<Run> runs = new LinkedHashSet<>();
        for (Path file : files) {
            Map<String, Object> document = readJson(file);
            document.forEach(merged::putIfAbsent);
            runs.addAll(Run.of(document));
            new ResultsFile(document)
                    .scenarios()
                    .forEach(scenario -> scenarios.put(Objects.requireNonNull(scenario.get("id")), scenario));
        }
        merged.putAll(runs.iterator().next().document());
        merged.put("runs", runs.stream().map(Run::document).toList());
        merged.put("scenarios", new ArrayList<>(scenarios.values()));
        return new ResultsFile(merged);
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, Json.write(document) + "\n");
    }

    public Map<String, Object> document() {
        return document;
    }

    /** The runs that these results are of, as the files were named. */
    public List<Run> runs() {
        return Run.of(document);
    }

    public List<Map<String, Object>> scenarios() {
        return objects(document, "scenarios");
    }

    public Optional<Map<String, Object>> scenario(String id) {
        return scenarios().stream()
                .filter(scenario -> id.equals(scenario.get("id")))
                .findFirst();
    }

    public Optional<Map<String, Object>> system(String scenario, String system) {
        return scenario(scenario)
                .flatMap(found -> objects(found, "systems").stream()
                        .filter(element -> system.equals(element.get("system")))
                        .findFirst());
    }

    /** The systems of a scenario in their order; none if it is not there. */
    public List<String> systems(String scenario) {
        return scenario(scenario).stream()
                .flatMap(found -> objects(found, "systems").stream())
                .map(element -> String.valueOf(element.get("system")))
                .toList();
    }

    /**
     * One number of a system in a scenario; empty if anything on the way to it is not there.
     *
     * @param field of the system's object, {@code median} or {@code latencyUs.p99} for example
     */
    public Optional<Double> figure(String scenario, String system, String field) {
        Optional<Object> value = system(scenario, system).map(found -> (Object) found);
        for (String name : field.split("\\.")) {
            value = value.map(object -> object instanceof Map<?, ?> map ? map.get(name) : null);
        }
        return value.map(number -> ((Number) number).doubleValue());
    }

    @SuppressWarnings("unchecked") // a JSON list of objects
    public static List<Map<String, Object>> objects(Map<String, Object> document, String name) {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(document.get(name), () -> "the document has no '" + name + "'");
    }
}
