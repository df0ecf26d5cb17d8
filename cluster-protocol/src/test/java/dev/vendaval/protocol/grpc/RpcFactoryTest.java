package dev.vendaval.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.frame.FrameServer;
import dev.vendaval.protocol.proto.ListRequest;
import dev.vendaval.protocol.proto.NimbusRpcGrpc;
import dev.vendaval.protocol.service.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RpcFactoryTest {
    private static final Caller CALLER = new Caller("ada", "laptop", "test");
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    @Test
    void startedAndClosedManyTimesNoThreadIsLeft() throws IOException {
        // The first use starts what the JVM itself keeps, such as reference cleaners.
        useOnce();
        Set<String> before = threads();

        for (int round = 0; round < 10; round++) {
            useOnce();
        }

        // Netty's own housekeeper thread ends by itself a second after its last use.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(before).containsAll(threads()));
    }

    private static void useOnce() throws IOException {
        SampledNimbus nimbus = new SampledNimbus();
        try (RpcFactory factory = new RpcFactory(CALLER);
                RpcServer server = factory.serveNimbus(ANY, nimbus, nimbus);
                NimbusClient client =
                        factory.nimbus(List.of(new HostPort("127.0.0.1", server.port())), Duration.ofSeconds(10))) {
            client.list(CALLER);
            NimbusConnection connection =
                    factory.connectSupervisorToNimbus(new HostPort("localhost", server.port()), new IgnoringListener());
            connection.send(SampleRecords.supervisorReport(1));
            await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.reports.size() == 1);
            FrameServer links = factory.serveLinks(ANY, (kind, accepted) -> new IgnoringLinkListener(), cause -> {});
            factory.connectLink(new HostPort("127.0.0.1", links.port()), 1, new IgnoringLinkListener());
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    @Test
    void aCallThatDoesNotSayWhoCallsIsRefused() throws IOException {
        SampledNimbus nimbus = new SampledNimbus();
        try (RpcFactory factory = new RpcFactory(CALLER);
                RpcServer server = factory.serveNimbus(ANY, nimbus, nimbus)) {
            NimbusRpcGrpc.NimbusRpcBlockingStub anonymous =
                    NimbusRpcGrpc.newBlockingStub(factory.channel(new HostPort("127.0.0.1", server.port())));

            assertThatThrownBy(() -> anonymous.list(ListRequest.getDefaultInstance()))
                    .hasMessageContaining("does not say who calls");
        }
        assertThat(nimbus.asked).isEmpty();
    }

    @Test
    void closingTakesLittleTime() throws IOException {
        useOnce();
        long begin = System.nanoTime();

        useOnce();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    private static final class IgnoringListener implements CommandListener {
        @Override
        public void reportNow(long reportId) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    private static final class IgnoringLinkListener implements FrameListener {
        @Override
        public void frame(byte[] frame) {}

        @Override
        public void ready() {}

        @Override
        public void closed(String why) {}
    }
}
