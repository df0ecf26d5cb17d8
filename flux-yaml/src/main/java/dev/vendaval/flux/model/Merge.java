package dev.vendaval.flux.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Adds the definitions of an included file to those of the file that includes it. What both define is the including
 * file's, or with override the included one's.
 */
final class Merge {
    private Merge() {}

    static TopologyModel of(TopologyModel file, TopologyModel included, boolean override) {
        return new TopologyModel(
                file.at(),
                one(file.name(), included.name(), override),
                all(
                        file.config(),
                        included.config(),
                        override,
                        (a, b) -> a.key().value().equals(b.key().value())),
                all(file.components(), included.components(), override, Merge::sameId),
                all(file.spouts(), included.spouts(), override, (a, b) -> sameId(a.object(), b.object())),
                all(file.bolts(), included.bolts(), override, (a, b) -> sameId(a.object(), b.object())),
                all(file.streams(), included.streams(), override, StreamModel::sameConnection),
                all(file.workerHooks(), included.workerHooks(), override, Merge::sameId),
                one(file.source(), included.source(), override),
                file.includes(),
                file.complete() && included.complete());
    }

    static TopologyModel withoutIncludes(TopologyModel file, boolean allRead) {
        return new TopologyModel(
                file.at(),
                file.name(),
                file.config(),
                file.components(),
                file.spouts(),
                file.bolts(),
                file.streams(),
                file.workerHooks(),
                file.source(),
                List.of(),
                file.complete() && allRead);
    }

    private static boolean sameId(ObjectModel one, ObjectModel other) {
        return !one.idText().isEmpty() && one.idText().equals(other.idText());
    }

    private static <T> @Nullable T one(@Nullable T own, @Nullable T included, boolean override) {
        return own == null || (override && included != null) ? included : own;
    }

    private static <T> List<T> all(List<T> own, List<T> included, boolean override, BiPredicate<T, T> same) {
        List<T> merged = new ArrayList<>(own);
        for (T added : included) {
            int index = -1;
            for (int i = 0; i < own.size() && index < 0; i++) {
                index = same.test(own.get(i), added) ? i : -1;
            }
            if (index < 0) {
                merged.add(added);
            } else if (override) {
                merged.set(index, added);
            }
        }
        return merged;
    }
}
