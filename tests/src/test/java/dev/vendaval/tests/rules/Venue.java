package dev.vendaval.tests.rules;

import dev.vendaval.api.Topology;
import java.nio.file.Path;
import java.util.Map;

/** A place where topologies run. */
interface Venue extends AutoCloseable {
    /** How many workers a topology gets here; more than one are separate JVMs. */
    int workers();

    /** A new directory for the files of a topology's components. */
    Path directory(String name);

    /** Returns when every component is open or prepared. */
    Running submit(String name, Map<String, Object> configuration, Topology topology);

    @Override
    void close();
}
