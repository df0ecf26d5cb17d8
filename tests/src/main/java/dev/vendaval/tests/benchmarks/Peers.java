package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.peer.FlinkEngine;
import dev.vendaval.tests.benchmarks.peer.StormEngine;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The peers that are built; {@code tests/benchmarks/peers/assemble} fetches them before the benchmark starts. */
final class Peers {
    /** As {@code --against} takes them. */
    static final List<String> NAMES = List.of("storm", "flink");

    private static final String ASSEMBLED = "tests/benchmarks/peers";

    private Peers() {}

    /** In the order of {@link #NAMES}, whatever the order in which they were asked for. */
    static List<Engine> of(Collection<String> names, Path repository) {
        Path assembled = repository.resolve(ASSEMBLED);
        return NAMES.stream()
                .filter(names::contains)
                .map(name -> name.equals("storm") ? new StormEngine(assembled) : (Engine) new FlinkEngine(assembled))
                .toList();
    }
}
