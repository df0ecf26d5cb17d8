package dev.vendaval.flux;

import dev.vendaval.api.Topology;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Loads a YAML text, and looks into what came of it. */
final class Loaded {
    private Loaded() {}

    static FluxTopology of(String yaml) {
        return of(yaml, FluxOptions.defaults());
    }

    static FluxTopology of(String yaml, FluxOptions options) {
        return Flux.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), options);
    }

    /** The problems of a text, without the name of the file. */
    static List<String> problemsOf(String yaml, FluxOptions options) {
        FluxFile file = new FluxFile.Text("t", yaml);
        return Flux.check(file, options).problems().stream()
                .map(problem -> problem.toString().substring(2))
                .toList();
    }

    /** The object of a component as a worker would have it. */
    static <T> T object(Topology topology, String id, Class<T> type) {
        return read(topology.component(id).object(), type);
    }

    static <T> T read(byte[] bytes, Class<T> type) {
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return type.cast(stream.readObject());
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
