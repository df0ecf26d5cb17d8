package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.service.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (RpcFactory rpc = new RpcFactory(new Caller("tester", "localhost", "test"));
                RpcServer server = rpc.serveNimbus(new HostPort("127.0.0.1", 0), nimbus, nimbus)) {
            List<String> arguments =
                    new ArrayList<>(List.of("-c", "nimbus.seeds=[\"127.0.0.1:" + server.port() + "\"]"));
            arguments.addAll(List.of(command));
            int exitCode = Vendaval.run(
                    arguments,
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of());
            return err.toString(StandardCharsets.UTF_8) + "exit code " + exitCode;
        }
    }
}
