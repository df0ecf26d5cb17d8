package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.service.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainCommandTest {
    private final FakeNimbus nimbus = new FakeNimbus();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... command) throws IOException {
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

    private static DrainReport report(DrainReport.Left... left) {
        return new DrainReport("10.0.0.1", List.of("sup-a"), List.of(left));
    }

    @Test
    void aDrainReturnsWhenTheHostIsEmpty() throws IOException {
        nimbus.drainReports.add(report(new DrainReport.Left("words", "it waits for its turn")));
        nimbus.drainReports.add(report(new DrainReport.Left("words", "it is moving: SWITCHING")));
        nimbus.drainReports.add(report());

        assertThat(run("drain", "10.0.0.1", "--json")).isZero();

        assertThat(nimbus.calls).containsExactly("drain 10.0.0.1", "drainProgress 10.0.0.1", "drainProgress 10.0.0.1");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("words: it is moving: SWITCHING");
        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("{\"host\":\"10.0.0.1\",\"status\":\"DRAINED\",\"supervisors\":[\"sup-a\"],\"left\":[]}");
    }

    @Test
    void aHostThatIsNotEmptyInTimeSaysWhatIsInTheWay() throws IOException {
        nimbus.drainReports.add(report(new DrainReport.Left("words", "no slot is free on any other supervisor")));

        assertThat(run("--timeout", "1", "drain", "10.0.0.1")).isEqualTo(5);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("words: no slot is free", "vendaval undrain");
    }

    @Test
    void anUndrainSaysThatTheHostMayBeUsed() throws IOException {
        nimbus.drainReports.add(report());

        assertThat(run("undrain", "10.0.0.1")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("may be used again");
    }

    @Test
    void aHostThatIsNotThereIsNotFound() throws IOException {
        assertThat(run("drain", "nowhere")).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there are: h");
    }
}
