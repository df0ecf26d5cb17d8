package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.engine.Engine;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The peers that are built. */
final class Peers {
    /** As {@code --against} takes them. */
    static final List<String> NAMES = List.of();

    private Peers() {}

    static List<Engine> of(Collection<String> names, Path repository) {
        return names.stream().map(name -> peer(name, repository)).toList();
    }

    private static Engine peer(String name, Path repository) {
        throw new IllegalArgumentException("no peer '" + name + "' in " + repository);
    }
}
