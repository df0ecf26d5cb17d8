package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
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

    @Test
    void ifOneIsNotThereNothingIsKilled() throws IOException {
        FakeNimbus onlyWords = new FakeNimbus() {
            @Override
            public synchronized TopologyInfo info(Caller caller, String name) {
                if (!name.equals("words")) {
                    throw new ServiceException(Code.NOT_FOUND, "there is no topology '" + name + "'", null);
                }
                return Answers.info();
            }
        };
        Terminal terminal = new Terminal();

        assertThat(terminal.run(onlyWords, "kill", "words", "nosuch", "words", "nor this"))
                .isEqualTo(4);
        assertThat(terminal.err()).contains("nothing is killed: there is no topology 'nosuch', 'nor this'", "with -i");
        assertThat(onlyWords.calls).isEmpty();

        assertThat(terminal.run(onlyWords, "kill", "-i", "words", "nosuch", "words"))
                .isZero();
        assertThat(terminal.err()).contains("warning: nosuch was not killed");
        assertThat(onlyWords.calls).containsExactly("kill words null");
    }

    /** What it says on its error output, with its exit code. */
    private String killWords(String... command) throws IOException {
        Terminal terminal = new Terminal();
        int exitCode = terminal.run(nimbus, command);
        return terminal.err() + "exit code " + exitCode;
    }
}
