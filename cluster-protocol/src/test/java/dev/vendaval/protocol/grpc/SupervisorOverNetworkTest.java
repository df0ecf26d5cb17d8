package dev.vendaval.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SupervisorPeerService;
import dev.vendaval.protocol.service.SupervisorService;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.TopologyStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SupervisorOverNetworkTest {
    private static final Caller CALLER = new Caller("ada", "laptop", "cli");
    private static final LogRequest REQUEST = new LogRequest("wc-1", "Count", 6700, 10, false);
    private static final WorkerHello HELLO = new WorkerHello("wc-1", 6700, 4711, new Incarnation(1, 2, 3));

    private final FakeSupervisor supervisor = new FakeSupervisor();
    private final RpcFactory serverSide = new RpcFactory(CALLER);
    private final RpcFactory clientSide = new RpcFactory(CALLER);
    private HostPort address;

    @BeforeEach
    void start() throws IOException {
        RpcServer server = serverSide.serveSupervisor(new HostPort("127.0.0.1", 0), supervisor, supervisor, supervisor);
        address = new HostPort("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        clientSide.close();
        serverSide.close();
    }

    @Test
    void allLinesOfALongLogArriveInOrderAtASlowReader() {
        supervisor.logs = (request, sink, cancelled) -> {
            for (int i = 0; i < 20_000; i++) {
                sink.accept(new LogLine(6700, "line " + i));
            }
        };
        List<LogLine> lines = new ArrayList<>();

        clientSide.supervisor(address).logs(CALLER, REQUEST, lines::add, () -> false);

        assertThat(supervisor.requests).containsExactly(REQUEST);
        assertThat(lines).hasSize(20_000);
        assertThat(lines.get(19_999)).isEqualTo(new LogLine(6700, "line 19999"));
    }

    @Test
    void aReaderThatGoesAwayEndsTheFollowing() {
        CountDownLatch ended = new CountDownLatch(1);
        supervisor.logs = (request, sink, cancelled) -> {
            sink.accept(new LogLine(6700, "first"));
            await().atMost(Duration.ofSeconds(20)).until(cancelled::isCancelled);
            ended.countDown();
        };
        AtomicBoolean enough = new AtomicBoolean();

        clientSide
                .supervisor(address)
                .logs(CALLER, new LogRequest("wc-1", null, 0, 1, true), line -> enough.set(true), enough::get);

        await().atMost(Duration.ofSeconds(10)).until(() -> ended.getCount() == 0);
        assertThat(supervisor.requests).containsExactly(new LogRequest("wc-1", null, 0, 1, true));
    }

    @Test
    void aRefusalToShowLogsArrives() {
        supervisor.logs = (request, sink, cancelled) -> {
            throw new ServiceException(SubmitException.Code.NOT_FOUND, "no such worker", null);
        };

        assertThatThrownBy(() -> clientSide.supervisor(address).logs(CALLER, REQUEST, line -> {}, () -> false))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND));
    }

    @Test
    void aWorkersHelloAndReportsArriveAndOrdersComeBackInOrder() {
        Orders orders = new Orders();
        WorkerReport report = SampleRecords.workerReport();
        WorkerOrder.Define define = new WorkerOrder.Define(SampleRecords.definition("wc"), "/x/a.jar", "secret");
        WorkerOrder.Prepare prepare =
                new WorkerOrder.Prepare(SampleRecords.assignment("wc-1", 4), SampleRecords.assignment("wc-1", 3));
        WorkerOrder.Adopt switching = new WorkerOrder.Adopt(
                SampleRecords.assignment("wc-1", 5), TopologyStatus.REBALANCING, SampleRecords.assignment("wc-1", 3));
        WorkerOrder.Adopt adopt = new WorkerOrder.Adopt(SampleRecords.assignment("wc-1", 3), TopologyStatus.INACTIVE);
        try (SupervisorConnection connection = clientSide.connectWorkerToSupervisor(address, HELLO, orders)) {
            connection.send(report);
            await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.reports.size() == 1);
            WorkerLinkService.OrderSender sender = supervisor.orders.get(0);
            sender.send(define);
            sender.send(adopt);
            sender.send(new WorkerOrder.ReportNow(9));
            sender.send(new WorkerOrder.Stop("killed"));
            sender.send(new WorkerOrder.Died(new Incarnation(3, 2, 7)));
            sender.send(prepare);
            sender.send(new WorkerOrder.Abort(4));
            sender.send(switching);
            sender.send(new WorkerOrder.HostCutOff(true));
            await().atMost(Duration.ofSeconds(10)).until(() -> orders.received.size() == 9);
        }

        assertThat(supervisor.hellos).containsExactly(HELLO);
        assertThat(supervisor.reports.get(0)).usingRecursiveComparison().isEqualTo(report);
        assertThat(orders.received.get(0)).usingRecursiveComparison().isEqualTo(define);
        assertThat(orders.received.subList(1, 9))
                .containsExactly(
                        adopt,
                        new WorkerOrder.ReportNow(9),
                        new WorkerOrder.Stop("killed"),
                        new WorkerOrder.Died(new Incarnation(3, 2, 7)),
                        prepare,
                        new WorkerOrder.Abort(4),
                        switching,
                        new WorkerOrder.HostCutOff(true));
        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.closed.size() == 1 && orders.closed.size() == 1);
        assertThat(orders.closed).containsExactly("by us");
    }

    @Test
    void aDeathIsAnnouncedFromSupervisorToSupervisor() {
        WorkerDeath death = new WorkerDeath("wc-1", new Incarnation(1, 2, 3));

        clientSide.announceDeath(address, death, Duration.ofSeconds(10)).join();

        assertThat(supervisor.deaths).containsExactly(death);
    }

    @Test
    void anAnnouncementToAMutePeerFailsWithinItsTime() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> announced = clientSide.announceDeath(
                    new HostPort("127.0.0.1", mute.getLocalPort()),
                    new WorkerDeath("wc-1", new Incarnation(1, 2, 3)),
                    Duration.ofMillis(200));

            await().atMost(Duration.ofSeconds(10)).until(announced::isCompletedExceptionally);
        }
    }

    @Test
    void closingDoesNotWaitForAPeerThatDoesNotEnd() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Orders orders = new Orders();
            SupervisorConnection connection =
                    clientSide.connectWorkerToSupervisor(new HostPort("127.0.0.1", mute.getLocalPort()), HELLO, orders);
            connection.send(SampleRecords.workerReport());

            long begin = System.nanoTime();
            connection.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Limits.CLOSE.dividedBy(2));
            await().atMost(Duration.ofSeconds(10)).until(() -> orders.closed.size() == 1);
            assertThat(orders.closed).containsExactly("by us");
        }
    }

    @Test
    void theLastReportBeforeCloseOfTheFactoryArrives() {
        RpcFactory ending = new RpcFactory(CALLER);
        SupervisorConnection connection = ending.connectWorkerToSupervisor(address, HELLO, new Orders());
        connection.send(SampleRecords.workerReport());

        connection.close();
        ending.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.reports.size() == 1);
    }

    @Test
    void theLastReportBeforeCloseArrives() {
        for (int round = 0; round < 20; round++) {
            supervisor.reports.clear();
            SupervisorConnection connection = clientSide.connectWorkerToSupervisor(address, HELLO, new Orders());
            connection.send(SampleRecords.workerReport());
            connection.close();
            await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.reports.size() == 1);
        }
    }

    @Test
    void aSupervisorThatRefusesAHelloSaysWhy() {
        supervisor.refuseHellos = true;
        Orders orders = new Orders();

        clientSide.connectWorkerToSupervisor(address, HELLO, orders);

        await().atMost(Duration.ofSeconds(10)).until(() -> orders.closed.size() == 1);
        assertThat(orders.closed.get(0)).contains("older lease");
    }

    @Test
    void whenTheSupervisorIsGoneTheWorkerIsTold() {
        Orders orders = new Orders();
        SupervisorConnection connection = clientSide.connectWorkerToSupervisor(address, HELLO, orders);
        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.hellos.size() == 1);

        serverSide.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> orders.closed.size() == 1);
        connection.send(SampleRecords.workerReport());
        connection.close();
        connection.close();
        assertThat(orders.closed).hasSize(1);
    }

    @Test
    void closingFromWithinACallbackDoesNotHang() {
        CountDownLatch returned = new CountDownLatch(1);
        List<SupervisorConnection> connections = new CopyOnWriteArrayList<>();
        Orders orders = new Orders() {
            @Override
            public void order(WorkerOrder order) {
                connections.get(0).close();
                returned.countDown();
            }
        };
        connections.add(clientSide.connectWorkerToSupervisor(address, HELLO, orders));
        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.orders.size() == 1);

        supervisor.orders.get(0).send(new WorkerOrder.Stop("x"));

        await().atMost(Duration.ofSeconds(10)).until(() -> returned.await(1, TimeUnit.MILLISECONDS));
        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.closed.size() == 1);
    }

    @Test
    void closingAFactoryWithFollowedLogsIsQuick() {
        supervisor.logs = (request, sink, cancelled) ->
                await().atMost(Duration.ofSeconds(60)).until(cancelled::isCancelled);
        Thread reader = new Thread(() -> {
            try {
                clientSide
                        .supervisor(address)
                        .logs(CALLER, new LogRequest("wc-1", null, 0, 1, true), line -> {}, () -> false);
            } catch (ServiceException e) {
                supervisor.closed.add("reader told");
            }
        });
        reader.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.requests.size() == 1);
        long begin = System.nanoTime();

        serverSide.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(10)).until(() -> supervisor.closed.contains("reader told"));
    }

    private static class Orders implements OrderListener {
        final List<WorkerOrder> received = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();

        @Override
        public void order(WorkerOrder order) {
            received.add(order);
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            closed.add(cause == null ? "by us" : String.valueOf(cause.getMessage()));
        }
    }

    private interface LogSource {
        void logs(LogRequest request, Consumer<LogLine> sink, SupervisorService.Cancellation cancelled);
    }

    private static final class FakeSupervisor implements SupervisorService, WorkerLinkService, SupervisorPeerService {
        final List<WorkerDeath> deaths = new CopyOnWriteArrayList<>();
        final List<LogRequest> requests = new CopyOnWriteArrayList<>();
        final List<WorkerHello> hellos = new CopyOnWriteArrayList<>();
        final List<WorkerReport> reports = new CopyOnWriteArrayList<>();
        final List<OrderSender> orders = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();
        volatile LogSource logs = (request, sink, cancelled) -> {};
        volatile boolean refuseHellos;

        @Override
        public void logs(Caller caller, LogRequest request, Consumer<LogLine> sink, Cancellation cancelled) {
            assertThat(caller).isEqualTo(CALLER);
            requests.add(request);
            logs.logs(request, sink, cancelled);
        }

        @Override
        public void died(Caller caller, WorkerDeath death) {
            assertThat(caller).isEqualTo(CALLER);
            deaths.add(death);
        }

        @Override
        public WorkerConversation connected(WorkerHello hello, OrderSender sender) {
            if (refuseHellos) {
                throw new ServiceException(SubmitException.Code.ILLEGAL_STATE, "an older lease", null);
            }
            hellos.add(hello);
            orders.add(sender);
            return new WorkerConversation() {
                @Override
                public void report(WorkerReport report) {
                    reports.add(report);
                }

                @Override
                public void closed() {
                    closed.add("closed");
                }
            };
        }
    }
}
