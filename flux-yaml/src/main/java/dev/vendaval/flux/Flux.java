package dev.vendaval.flux;

import dev.vendaval.flux.schema.TopologySchema;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Topologies written in YAML, in the form of Storm's Flux.
 *
 * <pre>{@code
 * FluxTopology words = Flux.load(Path.of("words.yaml"), FluxOptions.defaults());
 * TopologySubmitter.submit(words.name(), words.config(), words.topology());
 * }</pre>
 *
 * <p>Loading calls the constructors, factories, setters and methods that the file names, on the thread that loads and
 * with the class loader of the options as its context class loader; nothing else is instantiated.
 */
public final class Flux {
    private Flux() {}

    /**
     * Makes the topology of a file.
     *
     * @param file relative to the working directory
     * @param options how to read it
     * @return ready to be submitted
     * @throws FluxException with everything that is wrong, if anything is
     */
    public static FluxTopology load(Path file, FluxOptions options) {
        return load(FluxFile.of(file), options);
    }

    /**
     * Makes the topology of a stream of YAML.
     *
     * @param yaml read to its end, not closed
     * @param options how to read it
     * @return ready to be submitted
     * @throws FluxException with everything that is wrong, if anything is
     */
    public static FluxTopology load(InputStream yaml, FluxOptions options) {
        return load(FluxFile.of("topology.yaml", yaml), options);
    }

    /**
     * Makes the topology of a file or resource.
     *
     * @param file where it is
     * @param options how to read it
     * @return ready to be submitted
     * @throws FluxException with everything that is wrong, if anything is
     */
    public static FluxTopology load(FluxFile file, FluxOptions options) {
        return new Loading(file, options).topology();
    }

    /**
     * Says what is wrong with a file, its classes, arguments and fields included.
     *
     * @param file where it is
     * @param options how to read it
     * @return everything that is wrong, errors and warnings
     */
    public static FluxReport check(FluxFile file, FluxOptions options) {
        return new Loading(file, options).report(true);
    }

    /**
     * Says what is wrong with a file as far as that can be told without the classes it names: none is loaded.
     *
     * @param file where it is
     * @param options how to read it; their class loader is not used
     * @return everything that is wrong, and what was not checked
     */
    public static FluxReport checkWithoutClasses(FluxFile file, FluxOptions options) {
        return new Loading(file, options).report(false);
    }

    /**
     * The JSON Schema of topology files, for editors to complete and check with.
     *
     * @return plain data, to be written as JSON
     */
    public static Map<String, Object> schema() {
        return TopologySchema.document();
    }
}
