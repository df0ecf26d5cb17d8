package dev.vendaval.flux.object;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.document.Value;
import dev.vendaval.flux.model.Argument;
import dev.vendaval.flux.object.Conversion.Fit;
import dev.vendaval.flux.object.Conversion.Misfit;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings arguments to declared types. Pure but for classes that it loads when one is asked for. */
final class Coercion {
    private final ClassLoader loader;
    private final Function<String, Object> components;

    /**
     * Coerces with these.
     *
     * @param loader of classes that are given as arguments
     * @param components the object of each component that is referred to
     */
    Coercion(ClassLoader loader, Function<String, Object> components) {
        this.loader = loader;
        this.components = components;
    }

    Conversion convert(Argument argument, Type type) {
        Class<?> wanted = TypeNames.classOf(type);
        if (argument instanceof Argument.Reference reference) {
            return reference(reference, wanted);
        }
        if (argument instanceof Argument.Elements list) {
            return list(list, type, wanted);
        }
        if (argument instanceof Argument.Entries map) {
            return map(map, type, wanted);
        }
        if (argument instanceof Argument.Literal literal) {
            return literal(literal.value(), wanted);
        }
        throw new IllegalStateException("an object with unreadable arguments is not made");
    }

    private Conversion reference(Argument.Reference reference, Class<?> wanted) {
        Object component = components.apply(reference.id());
        if (TypeNames.wrapped(wanted).isInstance(component)) {
            return new Fit(
                    component,
                    component.getClass() == wanted ? Rank.EXACT : wanted == Object.class ? Rank.ANY : Rank.WIDER);
        }
        return new Misfit(
                reference.at(),
                "component '" + reference.id() + "' is a "
                        + component.getClass().getName(),
                "a " + wanted.getName() + " is wanted");
    }

    private Conversion literal(Value.Scalar scalar, Class<?> wanted) {
        Object value = scalar.value();
        if (value == null) {
            return wanted.isPrimitive()
                    ? new Misfit(scalar.at(), "nothing", "a " + wanted.getSimpleName() + " is wanted")
                    : new Fit(null, Rank.EXACT);
        }
        if (wanted == String.class || wanted == CharSequence.class) {
            return new Fit(
                    scalar.text(),
                    value instanceof String ? (wanted == String.class ? Rank.EXACT : Rank.WIDER) : Rank.AS_TEXT);
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return bool(scalar);
        }
        if (wanted == char.class || wanted == Character.class) {
            return scalar.text().length() == 1
                    ? new Fit(scalar.text().charAt(0), Rank.NAMED)
                    : new Misfit(scalar.at(), scalar.described(), "a single character is wanted");
        }
        if (Numbers.isNumeric(wanted)) {
            return Numbers.convert(scalar, wanted);
        }
        if (wanted.isEnum()) {
            return constant(scalar, wanted);
        }
        if (wanted.isInstance(value)) {
            return new Fit(value, Rank.ANY);
        }
        return text(scalar, wanted);
    }

    private static Conversion bool(Value.Scalar scalar) {
        if (scalar.value() instanceof Boolean) {
            return new Fit(scalar.value(), Rank.EXACT);
        }
        String text = scalar.text().strip();
        return text.equals("true") || text.equals("false")
                ? new Fit(text.equals("true"), Rank.QUOTED)
                : new Misfit(scalar.at(), scalar.described(), "true or false is wanted");
    }

    private static Conversion constant(Value.Scalar scalar, Class<?> wanted) {
        String text = scalar.text();
        List<String> names = new ArrayList<>();
        Object ofOtherCase = null;
        for (Object constant : Objects.requireNonNull(wanted.getEnumConstants(), "an enum has constants")) {
            String name = ((Enum<?>) constant).name();
            if (name.equals(text)) {
                return new Fit(constant, Rank.NAMED);
            }
            ofOtherCase = name.equalsIgnoreCase(text) ? constant : ofOtherCase;
            names.add(name);
        }
        return ofOtherCase != null
                ? new Fit(ofOtherCase, Rank.NAMED)
                : new Misfit(
                        scalar.at(),
                        scalar.described() + ", which is no " + wanted.getSimpleName(),
                        NearestName.hint("constants", text, names));
    }

    private Conversion text(Value.Scalar scalar, Class<?> wanted) {
        if (wanted == Class.class) {
            try {
                return new Fit(Class.forName(scalar.text(), false, loader), Rank.READ);
            } catch (ClassNotFoundException | LinkageError e) {
                return new Misfit(scalar.at(), "there is no class " + scalar.text(), "give its full name");
            }
        }
        if (wanted == Fields.class) {
            return new Fit(new Fields(scalar.text()), Rank.READ);
        }
        if (TextTypes.knows(wanted)) {
            TextTypes.TextType type = TextTypes.of(wanted);
            try {
                return new Fit(type.reading().read(scalar.text()), Rank.READ);
            } catch (Exception e) {
                // Whatever a reader of the JDK throws: it is not such a text.
                return new Misfit(scalar.at(), scalar.described(), type.right() + " is wanted");
            }
        }
        String right = wanted.isArray() || Iterable.class.isAssignableFrom(wanted)
                ? "a list is wanted"
                : Map.class.isAssignableFrom(wanted)
                        ? "a map is wanted"
                        : "a " + wanted.getName() + " is wanted: define it under components and refer to it by ref";
        return new Misfit(scalar.at(), scalar.described(), right);
    }

    private Conversion list(Argument.Elements list, Type type, Class<?> wanted) {
        if (wanted.isArray()) {
            return array(list.elements(), TypeNames.component(type));
        }
        if (wanted == Fields.class) {
            return fields(list);
        }
        Optional<Collection<@Nullable Object>> empty = EmptyCollections.collection(wanted);
        if (empty.isEmpty() || !(Iterable.class.isAssignableFrom(wanted) || wanted == Object.class)) {
            return new Misfit(list.at(), list.described(), singular(wanted));
        }
        Collection<@Nullable Object> collection = empty.get();
        int distance = (wanted == Object.class ? Rank.ANY : EmptyCollections.rank(wanted)).distance();
        for (Argument element : list.elements()) {
            Conversion converted =
                    convert(element, wanted == Object.class ? Object.class : TypeNames.parameter(type, 0));
            if (!(converted instanceof Fit fit)) {
                return converted;
            }
            try {
                collection.add(fit.value());
            } catch (NullPointerException | ClassCastException e) {
                return new Misfit(element.at(), element.described(), "a " + wanted.getSimpleName() + " cannot hold it");
            }
            distance = Math.max(distance, wanted == Object.class ? Rank.ANY.distance() : fit.distance());
        }
        return new Fit(collection, distance);
    }

    private static String singular(Class<?> wanted) {
        return Iterable.class.isAssignableFrom(wanted)
                ? "no list of a file is made a " + wanted.getName()
                        + ": define it under components and refer to it by ref"
                : "one " + wanted.getSimpleName() + " is wanted, not several";
    }

    /** Also the last arguments of a call with a variable number of them. */
    Conversion array(List<Argument> elements, Type component) {
        Object array = Array.newInstance(TypeNames.classOf(component), elements.size());
        int distance = Rank.WIDER.distance();
        for (int i = 0; i < elements.size(); i++) {
            Conversion converted = convert(elements.get(i), component);
            if (!(converted instanceof Fit fit)) {
                return converted;
            }
            Array.set(array, i, fit.value());
            distance = Math.max(distance, fit.distance());
        }
        return new Fit(array, distance);
    }

    private Conversion fields(Argument.Elements list) {
        Conversion names = array(list.elements(), String.class);
        if (!(names instanceof Fit fit)) {
            return names;
        }
        try {
            return new Fit(new Fields((String[]) Objects.requireNonNull(fit.value())), Rank.NAMED);
        } catch (IllegalArgumentException | NullPointerException e) {
            return new Misfit(list.at(), String.valueOf(e.getMessage()), "names of fields, each once");
        }
    }

    private Conversion map(Argument.Entries map, Type type, Class<?> wanted) {
        Optional<Map<@Nullable Object, @Nullable Object>> empty = wanted == Object.class
                ? Optional.of(new LinkedHashMap<>())
                : Map.class.isAssignableFrom(wanted) ? EmptyCollections.map(wanted) : Optional.empty();
        if (empty.isEmpty()) {
            return new Misfit(
                    map.at(),
                    map.described(),
                    "a " + wanted.getName() + " is wanted: define it under components and refer to it by ref");
        }
        Map<@Nullable Object, @Nullable Object> filled = empty.get();
        boolean any = wanted == Object.class;
        int distance = (any ? Rank.ANY : wanted == Map.class ? Rank.EXACT : Rank.WIDER).distance();
        for (Argument.Entry entry : map.entries()) {
            Conversion key = literal(entry.key(), keyClass(type, wanted, entry.key()));
            Conversion value = convert(entry.value(), any ? Object.class : valueType(type, wanted));
            if (!(key instanceof Fit fittingKey)) {
                return key;
            }
            if (!(value instanceof Fit fit)) {
                return value;
            }
            try {
                filled.put(fittingKey.value(), fit.value());
            } catch (NullPointerException | ClassCastException e) {
                return new Misfit(
                        entry.value().at(),
                        entry.value().described(),
                        "a " + wanted.getSimpleName() + " cannot hold it");
            }
            distance = any ? Rank.ANY.distance() : Math.max(distance, fit.distance());
        }
        return new Fit(filled, distance);
    }

    /** A Properties with anything but texts gives nothing when asked for a property. */
    private static Type valueType(Type type, Class<?> wanted) {
        return Properties.class.isAssignableFrom(wanted) ? String.class : TypeNames.parameter(type, 1);
    }

    private static Class<?> keyClass(Type type, Class<?> wanted, Value.Scalar key) {
        boolean textKeys = Properties.class.isAssignableFrom(wanted) || Config.class.isAssignableFrom(wanted);
        Class<?> declared = textKeys ? String.class : TypeNames.classOf(TypeNames.parameter(type, 0));
        return declared == Object.class && key.value() instanceof String ? String.class : declared;
    }

    /** What a list of arguments is, for a message. */
    static String described(List<Argument> arguments) {
        return arguments.isEmpty()
                ? "no arguments"
                : "("
                        + String.join(
                                ", ",
                                arguments.stream().map(Argument::described).toList()) + ")";
    }
}
