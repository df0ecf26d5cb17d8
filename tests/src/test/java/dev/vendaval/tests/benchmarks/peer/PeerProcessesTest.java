package dev.vendaval.tests.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerProcessesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    /** Goes on until its standard input ends, or it is ended. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws IOException {
            System.in.transferTo(System.out);
        }
    }

    private PeerProcesses processes() {
        return new PeerProcesses(directory, "-Dpeer.test=" + directory, Map.of());
    }

    private static List<String> waiting() {
        return List.of("-cp", System.getProperty("java.class.path"), Waiting.class.getName());
    }

    @Test
    void processesWithTheMarkAreFoundAndNoneIsLeftAfterClose() throws IOException {
        PeerProcesses processes = processes();
        Process started = processes.start("waiting", processes.java(waiting()));

        assertThat(processes.find(arguments -> arguments.contains(Waiting.class.getName())))
                .containsExactly(started.toHandle());
        assertThat(processes.find(arguments -> arguments.contains("something else")))
                .isEmpty();

        processes.close();

        assertThat(processes.find(any -> true)).isEmpty();
    }

    @Test
    void aCommandThatFailsIsToldWithItsExitCodeAndItsOutput() throws IOException {
        try (PeerProcesses processes = processes()) {
            assertThatThrownBy(() -> processes.run("submit", processes.java(List.of("NoSuchClass")), SOON))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the submit ended with 1")
                    .hasMessageContaining(processes.output("submit").toString());
            assertThat(Files.readString(processes.output("submit"))).contains("NoSuchClass");
        }
    }

    @Test
    void aCommandThatDoesNotEndInTimeIsEnded() throws IOException {
        try (PeerProcesses processes = processes()) {
            assertThatThrownBy(() -> processes.run("submit", processes.java(waiting()), Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not end within 1 s");
            processes.awaitGone("the submit", any -> true, SOON);
        }
    }
}
