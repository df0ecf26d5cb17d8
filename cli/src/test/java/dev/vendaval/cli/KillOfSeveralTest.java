package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class KillOfSeveralTest {
    private final FakeNimbus nimbus = new FakeNimbus();

    @Test
    void whatWasAcceptedIsAwaitedWhenTheNextIsRefused() throws IOException {
        nimbus.infos.add(Answers.info());
        nimbus.listed.add(Answers.summary());
        nimbus.unkillable = "other";

        String errors = killWords("--timeout", "1", "kill", "words", "other");

        assertThat(nimbus.calls).containsExactly("kill words null");
        assertThat(errors).contains("words: draining", "'other' cannot be killed", "exit code 1");
    }

    @Test
    void theRefusalIsWhatTheCommandEndsWith() throws IOException {
        nimbus.infos.add(Answers.info());
        nimbus.unkillable = "other";

        assertThat(killWords("kill", "words", "other", "third"))
                .contains("words is gone", "'other' cannot be killed", "exit code 1");
        assertThat(nimbus.calls).containsExactly("kill words null");
    }

    /** What it says on its error output, with its exit code. */
    private String killWords(String... command) throws IOException {
        Terminal terminal = new Terminal();
        int exitCode = terminal.run(nimbus, command);
        return terminal.err() + "exit code " + exitCode;
    }
}
