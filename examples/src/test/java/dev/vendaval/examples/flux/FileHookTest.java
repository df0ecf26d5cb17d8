package dev.vendaval.examples.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.WorkerContext;
import dev.vendaval.api.WorkerHook;
import dev.vendaval.flux.Flux;
import dev.vendaval.flux.FluxFile;
import dev.vendaval.flux.FluxOptions;
import dev.vendaval.flux.FluxTopology;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker hooks that a topology file defines. */
class FileHookTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    /** Notes in a file what it is called for. */
    public static class NotingHook implements WorkerHook {
        private static final long serialVersionUID = 1L;

        private final String notes;
        private String name = "nobody";

        public NotingHook(String notes) {
            this.notes = notes;
        }

        public void setName(String name) {
            this.name = name;
        }

        @Override
        public void start(Map<String, Object> configuration, WorkerContext context) throws IOException {
            note(name + " starts with " + configuration.get("mine"));
        }

        @Override
        public void shutdown() throws IOException {
            note(name + " ends");
        }

        private void note(String line) throws IOException {
            Files.write(Path.of(notes), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Test
    void aHookRunsWithItsArgumentsAndProperties() throws IOException {
        Path notes = directory.resolve("notes");
        FluxTopology loaded = Flux.load(
                new FluxFile.Text("hook.yaml", """
                        name: hooked
                        config: {mine: 3}
                        workerHooks:
                          - id: noting
                            className: dev.vendaval.examples.flux.FileHookTest$NotingHook
                            constructorArgs: ["${notes}"]
                            properties: [{name: name, value: ola}]
                        spouts:
                          - id: words
                            className: dev.vendaval.examples.flux.WordSource
                            constructorArgs: [[gale, storm]]
                        """),
                FluxOptions.defaults().withProperties(Map.of("notes", notes.toString())));

        try (LocalCluster cluster = new LocalCluster();
                LocalTopology ignored = cluster.submit(loaded.name(), loaded.config(), loaded.topology())) {
            await().atMost(ENOUGH).untilAsserted(() -> assertThat(notes).hasContent("ola starts with 3"));
        }

        assertThat(notes).hasContent("ola starts with 3\nola ends");
    }
}
