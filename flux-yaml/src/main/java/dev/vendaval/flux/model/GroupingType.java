package dev.vendaval.flux.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The groupings by the names that Storm's Flux gives them. */
public enum GroupingType {
    /** Dealt out evenly. */
    SHUFFLE("Each sender deals its tuples out evenly."),
    /** By the values of fields. */
    FIELDS("Tuples with the same values of the fields in args go to the same task."),
    /** By the values of fields, two tasks for each. */
    PARTIAL_KEY("Each key has two tasks; the sender picks the one it has sent fewer tuples to. Fields in args."),
    /** To every task. */
    ALL("Every task gets a copy."),
    /** To the lowest task. */
    GLOBAL("The task with the lowest id gets all."),
    /** To whichever is near. */
    NONE("Any task will do: one near the sender if there is one."),
    /** The sender says. */
    DIRECT("The sender names the task with emitDirect."),
    /** Within the worker if possible. */
    LOCAL_OR_SHUFFLE("As SHUFFLE among the tasks in the sender's worker, or among all if there is none."),
    /** The user's rule. */
    CUSTOM("A CustomGrouping of your own chooses: customClass.");

    private final String description;

    GroupingType(String description) {
        this.description = description;
    }

    /** A sentence for editors to show. */
    public String description() {
        return description;
    }

    /** Whether it goes by fields, named in {@code args}. */
    public boolean byFields() {
        return this == FIELDS || this == PARTIAL_KEY;
    }

    /** By its name, in upper or lower case, with {@code _} or {@code -}. */
    public static Optional<GroupingType> of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(type -> type.name().equals(wanted))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    static List<String> nameList() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
