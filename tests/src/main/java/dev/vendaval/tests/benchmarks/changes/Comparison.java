package dev.vendaval.tests.benchmarks.changes;

import dev.vendaval.tests.benchmarks.Statistics;
import dev.vendaval.tests.benchmarks.results.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The outcomes of one run, as a table with a row for each change and as a document. For one thread. */
final class Comparison {
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Map<Change, Map<String, List<Outcome>>> outcomes = new LinkedHashMap<>();
    private final Map<Change, Set<String>> missing = new LinkedHashMap<>();
    private final Set<String> systems = new LinkedHashSet<>();

    /** Returns which round of this change on this system it is, from 1. */
    int add(String system, Outcome outcome) {
        systems.add(system);
        List<Outcome> rounds = outcomes.computeIfAbsent(outcome.change(), change -> new LinkedHashMap<>())
                .computeIfAbsent(system, name -> new ArrayList<>());
        rounds.add(outcome);
        return rounds.size();
    }

    /** The system has no command for it. */
    void addMissing(String system, Change change) {
        systems.add(system);
        missing.computeIfAbsent(change, each -> new LinkedHashSet<>()).add(system);
    }

    /** In Markdown: median; worst (rounds). */
    String table() {
        List<String> header = new ArrayList<>(List.of("change"));
        for (String system : systems) {
            header.add(system + ": silence of a key, ms");
            header.add("back, s");
            header.add("replays, s");
            header.add("failed");
        }
        StringBuilder table = new StringBuilder(row(header));
        table.append(row(header.stream().map(title -> "---").toList()).replace(" ", ""));
        outcomes.forEach((change, bySystem) -> {
            List<String> cells = new ArrayList<>(List.of(change.id()));
            systems.forEach(system -> cells.addAll(
                    isMissing(system, change)
                            ? List.of("no such command", "", "", "")
                            : cells(change, bySystem.getOrDefault(system, List.of()))));
            table.append(row(cells));
        });
        return table.toString();
    }

    private boolean isMissing(String system, Change change) {
        return missing.getOrDefault(change, Set.of()).contains(system);
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<String> cells(Change change, List<Outcome> rounds) {
        if (rounds.isEmpty()) {
            return List.of("", "", "", "");
        }
        return List.of(
                figures(rounds, "%.0f", Outcome::silenceMs) + " (" + rounds.size() + ")",
                change.isDeath() ? figures(rounds, "%.2f", outcome -> outcome.backMs() / MILLIS_PER_SECOND) : "",
                change.isDeath() ? figures(rounds, "%.2f", outcome -> outcome.replaysMs() / MILLIS_PER_SECOND) : "",
                figures(rounds, "%.0f", Outcome::failed));
    }

    /** Median and worst. */
    private static String figures(List<Outcome> rounds, String format, ToDoubleFunction<Outcome> figure) {
        List<Double> values = rounds.stream().map(figure::applyAsDouble).toList();
        return String.format(Locale.ROOT, format + "; " + format, Statistics.median(values), Statistics.max(values));
    }

    /** Every round, for whoever wants to compute something else. */
    Map<String, Object> document(Run run, Map<String, String> versions) {
        Map<String, Object> document = new LinkedHashMap<>(run.document());
        document.put("versions", versions);
        List<Map<String, Object>> changes = new ArrayList<>();
        outcomes.forEach((change, bySystem) -> bySystem.forEach((system, rounds) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("change", change.id());
            one.put("system", system);
            one.put("rounds", rounds.stream().map(Outcome::document).toList());
            changes.add(one);
        }));
        document.put("changes", changes);
        return document;
    }
}
