package dev.vendaval.flux;

import dev.vendaval.flux.document.FileText;
import dev.vendaval.flux.model.TopologyFiles;
import dev.vendaval.flux.problem.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Where a topology's YAML is. */
public sealed interface FluxFile {
    /** What to call it in messages. */
    String name();

    /** A file. */
    record OnDisk(Path path) implements FluxFile {
        @Override
        public String name() {
            return path.toString();
        }
    }

    /** A resource of the user's jar. */
    record Resource(String name) implements FluxFile {}

    /** A text that somebody has read already. */
    record Text(String name, String text) implements FluxFile {}

    /**
     * A file.
     *
     * @param path relative to the working directory
     */
    static FluxFile of(Path path) {
        return new OnDisk(path);
    }

    /**
     * A resource, looked for with the class loader of the {@link FluxOptions}.
     *
     * @param name such as {@code topologies/words.yaml}
     */
    static FluxFile resource(String name) {
        return new Resource(name);
    }

    /**
     * All that a stream has; files that it includes are looked for in the working directory.
     *
     * @param name to call it in messages
     * @param content read to its end, not closed
     * @throws FluxException if it is larger than 3 MiB or no text in UTF-8
     * @throws UncheckedIOException if it cannot be read
     */
    static FluxFile of(String name, InputStream content) {
        Location whole = Location.wholeFile(name);
        try {
            byte[] bytes = content.readNBytes(TopologyFiles.MOST_BYTES + 1);
            if (bytes.length > TopologyFiles.MOST_BYTES) {
                throw new FluxException(name, List.of(TopologyFiles.tooLarge(whole, name)));
            }
            FileText read = FileText.of(name, whole, bytes);
            if (read.text() == null) {
                throw new FluxException(name, List.of(Objects.requireNonNull(read.problem(), "why it is no text")));
            }
            return new Text(name, read.text());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
