package dev.vendaval.flux.model;

import dev.vendaval.flux.problem.Location;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object to be made.
 *
 * @param at where its definition begins
 * @param title what it is, for messages: {@code bolt 'count'}
 * @param id its id; null if it has none, which is wrong for all but custom groupings and topology sources
 * @param className of the class; null if it is missing, which has been told
 * @param constructorArguments for the constructor
 * @param factory the static method that makes it, or null for a constructor
 * @param factoryArguments for that method
 * @param properties to set afterwards
 * @param calls to make after that
 */
public record ObjectModel(
        Location at,
        String title,
        @Nullable Located<String> id,
        @Nullable Located<String> className,
        List<Argument> constructorArguments,
        @Nullable Located<String> factory,
        List<Argument> factoryArguments,
        List<Property> properties,
        List<Call> calls) {
    /** A setter to call or field to set. */
    public record Property(Located<String> name, Argument value) {}

    /** A method to call. */
    public record Call(Located<String> name, List<Argument> arguments) {}

    /** The id, or an empty text. */
    public String idText() {
        return id == null ? "" : id.value();
    }

    /** All references anywhere in its arguments. */
    public List<Argument.Reference> references() {
        return arguments().stream()
                .filter(Argument.Reference.class::isInstance)
                .map(Argument.Reference.class::cast)
                .toList();
    }

    /** Whether every argument could be read. */
    public boolean isReadable() {
        return arguments().stream().noneMatch(Argument.Unknown.class::isInstance);
    }

    private List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        constructorArguments.forEach(argument -> collect(argument, arguments));
        factoryArguments.forEach(argument -> collect(argument, arguments));
        properties.forEach(property -> collect(property.value(), arguments));
        calls.forEach(call -> call.arguments().forEach(argument -> collect(argument, arguments)));
        return arguments;
    }

    private static void collect(Argument argument, List<Argument> arguments) {
        arguments.add(argument);
        if (argument instanceof Argument.Elements list) {
            list.elements().forEach(element -> collect(element, arguments));
        } else if (argument instanceof Argument.Entries map) {
            map.entries().forEach(entry -> collect(entry.value(), arguments));
        }
    }
}
