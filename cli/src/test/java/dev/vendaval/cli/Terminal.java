package dev.vendaval.cli;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands in this JVM against a Nimbus that answers as told, and keeps what they say. */
final class Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Returns the exit code. */
    int run(FakeNimbus nimbus, String... command) throws IOException {
        try (RpcFactory rpc = new RpcFactory(new Caller("tester", "localhost", "test"));
                RpcServer server = rpc.serveNimbus(new HostPort("127.0.0.1", 0), nimbus, nimbus)) {
            List<String> arguments =
                    new ArrayList<>(List.of("-c", "nimbus.seeds=[\"127.0.0.1:" + server.port() + "\"]"));
            arguments.addAll(List.of(command));
            return Vendaval.run(
                    arguments,
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of());
        }
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
