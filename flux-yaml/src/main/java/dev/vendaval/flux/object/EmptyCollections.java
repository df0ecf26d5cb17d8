package dev.vendaval.flux.object;

import dev.vendaval.api.Config;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The collections and maps of the JDK that a list or map of a file can become; all of them serializable. */
final class EmptyCollections {
    // A declared type decides, however old it is.
    @SuppressWarnings("JdkObsolete")
    private static final List<Supplier<Collection<@Nullable Object>>> LISTS = List.of(
            ArrayList::new,
            LinkedHashSet::new,
            ArrayDeque::new,
            TreeSet::new,
            HashSet::new,
            LinkedList::new,
            Vector::new,
            PriorityQueue::new,
            CopyOnWriteArrayList::new,
            CopyOnWriteArraySet::new,
            ConcurrentSkipListSet::new,
            ConcurrentLinkedQueue::new,
            ConcurrentLinkedDeque::new,
            LinkedBlockingDeque::new,
            LinkedBlockingQueue::new,
            PriorityBlockingQueue::new);

    // As above.
    @SuppressWarnings("JdkObsolete")
    private static final List<Supplier<Map<?, ?>>> MAPS = List.of(
            LinkedHashMap::new,
            TreeMap::new,
            ConcurrentHashMap::new,
            ConcurrentSkipListMap::new,
            HashMap::new,
            Hashtable::new,
            Properties::new,
            Config::new);

    private EmptyCollections() {}

    /** A new, empty collection that is of this type, if there is one. */
    static Optional<Collection<@Nullable Object>> collection(Class<?> type) {
        return LISTS.stream().map(Supplier::get).filter(type::isInstance).findFirst();
    }

    /** How far a collection type is from a plain list. */
    static Rank rank(Class<?> type) {
        return type == List.class ? Rank.EXACT : type.isAssignableFrom(List.class) ? Rank.WIDER : Rank.NAMED;
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
