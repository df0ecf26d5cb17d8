package dev.vendaval.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerMainTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("vendaval.topology", "words-1", "vendaval.port", "6700");

    private static WorkerArguments parse(String... arguments) {
        return WorkerArguments.parse(arguments, PROPERTIES::get);
    }

    @Test
    void readsWhatTheSupervisorLaunchesItWith() {
        WorkerArguments read = parse(
                "--supervisor", "127.0.0.1:6628", "--host", "127.0.0.2", "--incarnation", "2.5.1", "--code-dir", "/d");

        assertThat(read)
                .isEqualTo(new WorkerArguments(
                        "words-1",
                        6700,
                        new HostPort("127.0.0.1", 6628),
                        "127.0.0.2",
                        new Incarnation(2, 5, 1),
                        Path.of("/d")));
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> parse("--supervisor", "127.0.0.1:6628", "--host", "h", "--incarnation", "2.5.1"))
                .hasMessageContaining("--code-dir is missing");
        assertThatThrownBy(() -> parse(
                        "--supervisor", "127.0.0.1:6628", "--host", "h", "--incarnation", "2.5", "--code-dir", "."))
                .hasMessageContaining("INDEX.LEASE.LAUNCH");
        assertThatThrownBy(() -> parse("--port", "1"))
                .hasMessageContaining("--port")
                .hasMessageContaining("--host");
        assertThatThrownBy(() -> WorkerArguments.parse(new String[0], name -> null))
                .hasMessageContaining("vendaval.topology");
    }
}
