package dev.vendaval.tests.rules;

import dev.vendaval.api.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Rules of one theme in one venue. A class submits its topologies once and its tests look at what was noted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuleTests {
    static final Duration SOON = Duration.ofSeconds(30);
    static final Duration DRAIN = Duration.ofSeconds(10);

    private final Venue venue;

    RuleTests(Venue venue) {
        this.venue = venue;
    }

    final Venue venue() {
        return venue;
    }

    /** A submitted topology with the directory its components write to. */
    record Submitted(Running running, Path directory, Notes notes) {}

    final Submitted submit(String name, Map<String, Object> configuration, Function<String, Topology> topology) {
        Path directory = venue.directory(name);
        Running running = venue.submit(name, configuration, topology.apply(directory.toString()));
        return new Submitted(running, directory, new Notes(directory));
    }

    @AfterAll
    void leave() {
        venue.close();
    }
}
