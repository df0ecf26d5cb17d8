package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.link.ReturnFrame.Grant;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An outgoing link on the test's clock, against a receiver that says what the test wants. */
@Timeout(60)
class OutgoingLinkTest {
    private static final int EXECUTOR = 7;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final long ALL = Long.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong sessions = new AtomicLong();
    private final RpcFactory rpc = new RpcFactory(new Caller("test", "127.0.0.1", "test"));
    private final RawReceiver receiver = new RawReceiver();
    private final ExecutorService links = Executors.newSingleThreadExecutor(task -> new Thread(task, "links"));
    private final OutgoingLink link = new OutgoingLink(
            new LinkSettings("topology-1", new Incarnation(1, 1, 1), "secret", TestWorker.SCHEMA, 64L << 20, 2),
            new LinkEnvironment(rpc::connectLink, clock::get, sessions::incrementAndGet, cause -> {}),
            links,
            receiver.slot(),
            new Deaths(),
            section -> {},
            dead -> {},
            () -> 0);

    private long limit;

    @BeforeEach
    void open() {
        link.want(EXECUTOR);
        await().atMost(Duration.ofSeconds(10)).until(() -> link.state() == LinkState.OPEN);
    }

    @AfterEach
    void close() {
        links.execute(link::close);
        receiver.close();
        rpc.close();
        links.shutdown();
    }

    /** A second in which a return comes, which acknowledges control but no data, and a tick at its end. */
    private void oneSecond() throws Exception {
        clock.addAndGet(SECOND);
        RemoteExecutor remote = link.view(EXECUTOR);
        limit += 100;
        receiver.sendReturn(new ReturnFrame(0, ALL, 0, List.of(new Grant(EXECUTOR, 0, limit, 0, Long.MAX_VALUE / 2))));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> remote.creditTuples() >= limit - 1); // at most one has been sent
        links.submit(() -> link.tick(clock.get())).get();
    }

    @Test
    void aDataLaneThatCarriesNothingBreaksTheLinkAfter10SecondsThoughReturnsCome() throws Exception {
        oneSecond();
        link.view(EXECUTOR).send(DataSection.tuples(EXECUTOR, 1, 0, 1, 1, new byte[9], 9));
        for (int second = 0; second < 9; second++) {
            oneSecond();
        }
        assertThat(link.state()).isEqualTo(LinkState.OPEN);

        oneSecond();

        assertThat(link.state()).isEqualTo(LinkState.WAITING);
        clock.addAndGet(SECOND);
        links.submit(() -> link.tick(clock.get())).get();
        await().atMost(Duration.ofSeconds(10)).until(() -> link.state() == LinkState.OPEN);
        assertThat(receiver.controlLanes).hasValue(2);
        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.data.size() == 2);
        assertThat(receiver.data)
                .as("the frame is sent again")
                .allMatch(frame -> Arrays.equals(frame, receiver.data.peek()));
        assertThat(link.lostUntracked()).isZero();
    }

    @Test
    void aLinkOnWhichNothingIsSentStaysOpenAsLongAsReturnsCome() throws Exception {
        for (int second = 0; second < 30; second++) {
            oneSecond();
        }
        assertThat(link.state()).isEqualTo(LinkState.OPEN);
    }

    private void grantUpTo(long tuples) {
        receiver.sendReturn(new ReturnFrame(0, ALL, 0, List.of(new Grant(EXECUTOR, 0, tuples, 0, Long.MAX_VALUE / 2))));
    }

    @Test
    @Tag("F8")
    void aReceiverIsReadyFromItsFirstGrantOnHoweverLittleIsLeftOfIt() {
        RemoteExecutor remote = link.view(EXECUTOR);
        assertThat(remote.isReady()).isFalse();

        grantUpTo(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> remote.creditTuples() == 1);
        assertThat(remote.isReady()).isTrue();
        remote.send(DataSection.tuples(EXECUTOR, 1, 0, 1, 1, new byte[9], 9));

        assertThat(remote.creditTuples()).isZero();
        assertThat(remote.isReady()).isTrue();
    }

    @Test
    @Tag("F8")
    void aGrantWakesAsManyThatWaitAsItHasEightsOfTuples() throws Exception {
        RemoteExecutor remote = link.view(EXECUTOR);
        List<Integer> woken = new CopyOnWriteArrayList<>();
        for (int sender = 1; sender <= 5; sender++) {
            int number = sender;
            remote.wakeOnCredit(() -> woken.add(number));
        }

        grantUpTo(24);
        await().atMost(Duration.ofSeconds(10)).until(() -> remote.creditTuples() == 24);
        links.submit(() -> {}).get();

        assertThat(woken).containsExactly(1, 2, 3);
        links.submit(() -> link.tick(clock.get())).get();
        assertThat(woken).as("all, for credit that nobody has taken").containsExactly(1, 2, 3, 4, 5);
    }
}
