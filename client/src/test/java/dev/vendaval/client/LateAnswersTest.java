package dev.vendaval.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Waits for what was accepted, while the leading Nimbus is too busy to answer each look in time. */
class LateAnswersTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");

    /** How many looks are not answered in time. */
    private final AtomicInteger late = new AtomicInteger(2);

    /** Whether whoever asks for a change is told in time that it is done. */
    private boolean answersCommands = true;

    private final BusyNimbus nimbus = new BusyNimbus();
    private final ProgressListener nobody = sentence -> {};

    private static Deadline in(Duration time) {
        return new Deadline(time, new CountDownLatch(1));
    }

    private static RebalanceReport rebalance(RebalanceStatus status, String phase) {
        return new RebalanceReport(
                "words", "words-1", status, phase, 4, 5, 0, 0, 0, List.of(), List.of(), List.of(), List.of(),
                List.of());
    }

    private static DrainReport drain(DrainReport.Left... left) {
        return new DrainReport("h", List.of("sup-a"), List.of(left), List.of(), List.of());
    }

    @Test
    void aRebalanceIsAwaitedToItsEnd() {
        nimbus.rebalanceReports.add(rebalance(RebalanceStatus.DONE, ""));

        RebalanceReport end = new RebalanceAwaiter(nimbus, CALLER, nobody)
                .await(rebalance(RebalanceStatus.RUNNING, "PREPARING"), in(Duration.ofMinutes(1)));

        assertThat(end.status()).isEqualTo(RebalanceStatus.DONE);
    }

    @Test
    void aRebalanceThatNobodyTellsMoreOfIsSaidToGoOn() {
        late.set(Integer.MAX_VALUE);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> new RebalanceAwaiter(nimbus, CALLER, nobody)
                        .await(rebalance(RebalanceStatus.RUNNING, "PREPARING"), in(Duration.ofMillis(30))))
                .withMessageContaining("was accepted, but is not over yet: PREPARING");
    }

    private VendavalClient client() {
        return new VendavalClient(
                nimbus,
                address -> {
                    throw new AssertionError("no supervisor is asked");
                },
                CALLER,
                () -> "1",
                () -> {});
    }

    @Test
    void aRebalanceWithoutAnAnswerMayBeUnderWayWhichIsSaid() {
        nimbus.rebalanceFailures.add(new ServiceException(Code.TIMEOUT, "Nimbus did not answer in time", null));
        try (VendavalClient client = client()) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> client.rebalance(RebalanceOrder.of("words", 3, Map.of())))
                    .satisfies(late -> assertThat(late.hint())
                            .contains("it may be done all the same: see vendaval info words", "--timeout"));
        }
    }

    @Test
    void aCommandWithoutAnAnswerMayBeDoneWhichIsSaid() {
        late.set(0);
        answersCommands = false;
        nimbus.infos.add(Infos.withExecutors(ExecutorState.RUNNING));
        try (VendavalClient client = client()) {
            for (Runnable command : List.<Runnable>of(
                    () -> client.activate("words"),
                    () -> client.deactivate("words"),
                    () -> client.kill("words", Duration.ZERO),
                    () -> client.drain("h"),
                    () -> client.undrain("h"))) {
                assertThatExceptionOfType(ServiceException.class)
                        .isThrownBy(command::run)
                        .satisfies(late -> assertThat(late.hint())
                                .contains("it may be done all the same: see vendaval ", "--timeout"));
            }
        }
    }

    @Test
    void aDrainIsAwaitedToItsEnd() {
        nimbus.drainReports.add(drain());

        DrainReport end = new DrainAwaiter(nimbus, CALLER, nobody)
                .await(drain(new DrainReport.Left("words", "it is moving")), in(Duration.ofMinutes(1)));

        assertThat(end.left()).isEmpty();
    }

    @Test
    void aDrainThatNobodyTellsMoreOfIsSaidToGoOn() {
        late.set(Integer.MAX_VALUE);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> new DrainAwaiter(nimbus, CALLER, nobody)
                        .await(drain(new DrainReport.Left("words", "it is moving")), in(Duration.ofMillis(30))))
                .withMessageContaining("is being drained, but not empty yet: words: it is moving");
    }

    @Test
    void aKillIsAwaitedToItsEnd() {
        new KillAwaiter(nimbus, CALLER, Map.of("words-1", "words"), nobody).await(in(Duration.ofMinutes(1)));

        assertThat(late).hasValue(0);
    }

    @Test
    void aStartIsAwaitedToItsEnd() {
        TopologyInfo up = Infos.withExecutors(ExecutorState.RUNNING);
        nimbus.infos.add(up);

        Submission submission =
                new StartAwaiter(nimbus, CALLER, up.name(), up.id(), nobody).await(in(Duration.ofMinutes(1)));

        assertThat(submission.state()).isEqualTo(Submission.State.UP);
    }

    /** Answers some looks too late, which its callers know by their own time-outs. */
    private final class BusyNimbus extends FakeNimbus {
        private void beLate() {
            if (late.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ServiceException(Code.TIMEOUT, "Nimbus did not answer in time", null);
            }
        }

        private void beSilent() {
            if (!answersCommands) {
                throw new ServiceException(Code.TIMEOUT, "Nimbus did not answer in time", null);
            }
        }

        @Override
        public synchronized RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
            beLate();
            return super.rebalanceProgress(caller, name, version);
        }

        @Override
        public synchronized DrainReport drainProgress(Caller caller, String host) {
            beLate();
            return super.drainProgress(caller, host);
        }

        @Override
        public synchronized DrainReport drain(Caller caller, String host) {
            beSilent();
            return super.drain(caller, host);
        }

        @Override
        public synchronized DrainReport undrain(Caller caller, String host) {
            beSilent();
            return super.undrain(caller, host);
        }

        @Override
        public synchronized void activate(Caller caller, String name) {
            beSilent();
            super.activate(caller, name);
        }

        @Override
        public synchronized void deactivate(Caller caller, String name) {
            beSilent();
            super.deactivate(caller, name);
        }

        @Override
        public synchronized void kill(Caller caller, String name, @Nullable Duration wait) {
            beSilent();
            super.kill(caller, name, wait);
        }

        @Override
        public synchronized List<TopologySummary> list(Caller caller) {
            beLate();
            return super.list(caller);
        }

        @Override
        public synchronized TopologyInfo info(Caller caller, String name) {
            beLate();
            return super.info(caller, name);
        }
    }
}
