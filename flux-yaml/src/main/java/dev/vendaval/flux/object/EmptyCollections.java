package dev.vendaval.flux.object;

import dev.vendaval.api.Config;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The collections and maps of the JDK that a list or map of a file can become; all of them serializable. */
final class EmptyCollections {
    private static final List<Supplier<Collection<@Nullable Object>>> LISTS = List.of(
            ArrayList::new, LinkedHashSet::new, ArrayDeque::new, TreeSet::new, HashSet::new, CopyOnWriteArrayList::new);

    private static final List<Supplier<Map<?, ?>>> MAPS = List.of(
            LinkedHashMap::new,
            TreeMap::new,
            ConcurrentHashMap::new,
            ConcurrentSkipListMap::new,
            HashMap::new,
            Properties::new,
            Config::new);

    private EmptyCollections() {}

    /** A new, empty collection that is of this type, if there is one. */
    static Optional<Collection<@Nullable Object>> collection(Class<?> type) {
        return LISTS.stream().map(Supplier::get).filter(type::isInstance).findFirst();
    }

    /** How far a collection type is from a plain list. */
    static int cost(Class<?> type) {
        return type == List.class ? 0 : type.isAssignableFrom(List.class) ? 1 : 2;
    }

    /** A new, empty map that is of this type, if there is one. */
    // The maps are empty: whatever is put in first decides.
    @SuppressWarnings("unchecked")
    static Optional<Map<@Nullable Object, @Nullable Object>> map(Class<?> type) {
        return MAPS.stream()
                .map(Supplier::get)
                .filter(type::isInstance)
                .findFirst()
                .map(map -> (Map<@Nullable Object, @Nullable Object>) map);
    }
}
