package dev.vendaval.api;

import dev.vendaval.api.naming.NearestName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The names of a stream's values, in order, or of those among them that a grouping goes by. Immutable. */
public final class Fields implements Iterable<String>, Serializable {
    private static final long serialVersionUID = 1;

    // A handful of names: walking them is quicker than hashing the name looked for.
    private final String[] names;

    /**
     * With these names.
     *
     * @param names in order; may be none
     * @throws IllegalArgumentException if a name is empty or there twice
     * @throws NullPointerException if a name is null
     */
    public Fields(String... names) {
        this.names = names.clone();
        refuseDuplicates(this.names);
    }

    /**
     * With these names.
     *
     * @param names in order; may be none
     * @throws IllegalArgumentException if a name is empty or there twice
     * @throws NullPointerException if a name is null
     */
    public Fields(List<String> names) {
        this(names.toArray(new String[0]));
    }

    private static void refuseDuplicates(String[] names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            Objects.requireNonNull(name, "a field name is null");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a field name is empty in " + List.of(names));
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "field '" + name + "' is there twice in " + List.of(names) + "; each name once");
            }
        }
    }

    /**
     * How many names there are.
     *
     * @return 0 or more
     */
    public int size() {
        return names.length;
    }

    /**
     * The name at a position.
     *
     * @param index from 0
     * @return the name
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public String get(int index) {
        return names[Objects.checkIndex(index, names.length)];
    }

    /**
     * The position of a name.
     *
     * @param name one of these names
     * @return from 0
     * @throws IllegalArgumentException if it is none of them, naming those there are
     */
    public int fieldIndex(String name) {
        int index = indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "no field '" + name + "'; " + NearestName.hint("fields", name, toList()));
        }
        return index;
    }

    /**
     * Whether a name is one of these.
     *
     * @param name any
     * @return true if it is
     */
    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The values of some of these fields.
     *
     * @param selected the fields wanted, in the order wanted
     * @param values of all these fields, in order
     * @return a new list
     * @throws IllegalArgumentException if a selected field is none of these
     */
    public List<Object> select(Fields selected, List<Object> values) {
        List<Object> result = new ArrayList<>(selected.size());
        for (String name : selected.names) {
            result.add(values.get(fieldIndex(name)));
        }
        return result;
    }

    /**
     * The names in order.
     *
     * @return unmodifiable
     */
    public List<String> toList() {
        return List.of(names);
    }

    @Override
    public Iterator<String> iterator() {
        return toList().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields that && toList().equals(that.toList());
    }

    @Override
    public int hashCode() {
        return toList().hashCode();
    }

    @Override
    public String toString() {
        return toList().toString();
    }
}
