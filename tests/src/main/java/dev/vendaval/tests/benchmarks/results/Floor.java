package dev.vendaval.tests.benchmarks.results;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of docs/floors.json: a figure of Vendaval that must be at least, or below, a factor times the best of others.
 *
 * @param name what is said when it is not met
 * @param scenario whose figure of Vendaval's is meant
 * @param field of the figure, {@code median} or {@code latencyUs.p99} for example
 * @param relation how the figure must be to factor times the best of the others
 * @param others at least one
 */
public record Floor(String name, String scenario, String field, Relation relation, double factor, List<Other> others) {
    /** How a figure must be to its bound. */
    public enum Relation {
        /** More is better: the bound is the largest of the others; the figure may equal it. */
        AT_LEAST("at least"),
        /** More is better: the figure must be more. */
        ABOVE("above"),
        /** Less is better: the bound is the smallest of the others; the figure may equal it. */
        AT_MOST("at most"),
        /** Less is better: the figure must be less. */
        BELOW("below");

        private final String words;

        Relation(String words) {
            this.words = words;
        }

        boolean moreIsBetter() {
            return this == AT_LEAST || this == ABOVE;
        }

        boolean holds(double figure, double bound) {
            return switch (this) {
                case AT_LEAST -> figure >= bound;
                case ABOVE -> figure > bound;
                case AT_MOST -> figure <= bound;
                case BELOW -> figure < bound;
            };
        }
    }

    /** What a figure is compared with. */
    public sealed interface Other {}

    /** The same field of a system measured in the same run. */
    public record Measured(String scenario, String system) implements Other {
        @Override
        public String toString() {
            return system + "'s " + scenario;
        }
    }

    /** A number: one recorded in FACTS, or a bound as such. */
    public record Recorded(double value) implements Other {}

    /** What came of a comparison. */
    public enum Outcome {
        MET,
        NOT_MET,
        /** Something that it compares is not in the results. */
        NOT_MEASURED
    }

    /** An outcome in figures. */
    public record Verdict(Floor floor, Outcome outcome, String explanation) {}

    public static List<Floor> parse(Map<String, Object> document) {
        return ResultsFile.objects(document, "floors").stream()
                .map(Floor::parseOne)
                .toList();
    }

    private static Floor parseOne(Map<String, Object> line) {
        String scenario = text(line, "scenario");
        return new Floor(
                text(line, "name"),
                scenario,
                text(line, "field"),
                Relation.valueOf(text(line, "relation")),
                number(line, "factor"),
                ResultsFile.objects(line, "of").stream()
                        .map(other -> other(other, scenario))
                        .toList());
    }

    private static Other other(Map<String, Object> line, String scenario) {
        if (line.containsKey("value")) {
            return new Recorded(number(line, "value"));
        }
        return new Measured(String.valueOf(line.getOrDefault("scenario", scenario)), text(line, "system"));
    }

    private static String text(Map<String, Object> line, String name) {
        return String.valueOf(Objects.requireNonNull(line.get(name), () -> "a floor lacks '" + name + "': " + line));
    }

    private static double number(Map<String, Object> line, String name) {
        return line.get(name) instanceof Number number ? number.doubleValue() : Double.parseDouble(text(line, name));
    }

    public Verdict compare(ResultsFile results) {
        Optional<Double> figure = results.figure(scenario, "vendaval", field);
        if (figure.isEmpty()) {
            return new Verdict(this, Outcome.NOT_MEASURED, "vendaval's " + scenario + " " + field + " is missing");
        }
        OptionalDouble best = OptionalDouble.empty();
        for (Other other : others) {
            Optional<Double> value =
                    other instanceof Recorded recorded ? Optional.of(recorded.value()) : measured(other, results);
            if (value.isEmpty()) {
                return new Verdict(this, Outcome.NOT_MEASURED, other + " " + field + " is missing");
            }
            best = OptionalDouble.of(best.isEmpty() ? value.get() : better(best.getAsDouble(), value.get()));
        }
        double bound = factor * best.orElseThrow(() -> new IllegalStateException("a floor with nothing to compare"));
        boolean met = relation.holds(figure.get(), bound);
        String explanation = Figures.text(figure.get()) + ", must be " + relation.words + " " + Figures.text(bound)
                + (factor == 1 ? "" : " (" + Figures.text(factor) + " x " + Figures.text(best.getAsDouble()) + ")");
        return new Verdict(this, met ? Outcome.MET : Outcome.NOT_MET, explanation);
    }

    private Optional<Double> measured(Other other, ResultsFile results) {
        Measured measured = (Measured) other;
        return results.figure(measured.scenario(), measured.system(), field);
    }

    private double better(double one, double another) {
        return relation.moreIsBetter() ? Math.max(one, another) : Math.min(one, another);
    }
}
