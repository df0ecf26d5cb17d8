package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers under load for seconds: several senders, sections of all sizes, receivers that are slow at times, cuts. */
@Timeout(90)
class LinksStressTest {
    private static final int EXECUTORS = 2;
    private static final int SENDERS = 3;
    private static final long WINDOW = 256;
    private static final int LARGEST = 700_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<FakeExecutor> executors = new ArrayList<>();
    private final TestWorker receiver = new TestWorker(2, 1, 0);
    private final TestWorker sender = new TestWorker(1, 1, 0);
    private final AtomicBoolean consuming = new AtomicBoolean(true);
    private final AtomicLong sentTuples = new AtomicLong();
    private final AtomicLong sentControl = new AtomicLong();
    private Thread consumer = new Thread();

    @BeforeEach
    void prepare() {
        for (int executor = 0; executor < EXECUTORS; executor++) {
            FakeExecutor fake = new FakeExecutor(WINDOW, true, false);
            executors.add(fake);
            receiver.with(executor, fake);
        }
        consumer = new Thread(this::consume, "consumer");
        consumer.start();
    }

    /** Consumes in gulps of random distance. */
    private void consume() {
        SplittableRandom random = new SplittableRandom(1);
        while (consuming.get()) {
            executors.get(random.nextInt(EXECUTORS)).consume();
            LockSupport.parkNanos(random.nextInt(300_000));
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        consuming.set(false);
        consumer.join();
        sender.close();
        receiver.close();
    }

    /** One executor that sends to all others: numbered sections, and numbered acks beside them. */
    private void send(WorkerSlot slot, int task, int sections, long pauseNanos) {
        SplittableRandom random = new SplittableRandom(task);
        RemoteExecutor[] remotes = new RemoteExecutor[EXECUTORS];
        int[] next = new int[EXECUTORS];
        for (int executor = 0; executor < EXECUTORS; executor++) {
            remotes[executor] = sender.links.remote(slot, executor);
        }
        int sent = 0;
        while (sent < sections) {
            int executor = random.nextInt(EXECUTORS);
            RemoteExecutor remote = remotes[executor];
            List<DataSection> together = new ArrayList<>();
            long credit = remote.creditTuples();
            int wanted = 1 + random.nextInt(6);
            while (together.size() < wanted && credit > 0) {
                int tuples = (int) Math.min(credit, 1 + random.nextInt(64));
                int length = 4 + random.nextInt(random.nextInt(200) == 0 ? LARGEST : 3000);
                byte[] bytes = new byte[length];
                ByteBuffer.wrap(bytes).putInt(next[executor]++);
                together.add(DataSection.tuples(executor, task, 0, tuples, tuples, bytes, length));
                credit -= tuples;
                sentTuples.addAndGet(tuples);
            }
            if (together.isEmpty()) {
                LockSupport.parkNanos(50_000);
            } else {
                remote.sendAll(together);
                sentControl.incrementAndGet();
                remote.send(new ControlSection(ControlSection.Kind.FAIL, executor, new long[] {task, sent}, 2, 0));
                sent += together.size();
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private List<Thread> startSenders(WorkerSlot slot, int sections, long pauseNanos) {
        List<Thread> threads = new ArrayList<>();
        for (int task = 0; task < SENDERS; task++) {
            int number = task;
            Thread thread = new Thread(() -> send(slot, number, sections, pauseNanos), "sender-" + task);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private long arrivedTuples() {
        return executors.stream().mapToLong(FakeExecutor::arrivedTuples).sum();
    }

    /** For each pair of sender and executor: how many sections came; they came in order and none twice. */
    private long sectionsInOrder() {
        long count = 0;
        for (FakeExecutor executor : executors) {
            Map<Integer, Integer> last = new HashMap<>();
            for (DataSection section : executor.arrived) {
                int number = ByteBuffer.wrap(section.bytes, section.offset, section.length)
                        .getInt();
                Integer before = last.put(section.senderTask, number);
                int expected = before == null ? 0 : before + 1;
                assertThat(number).isEqualTo(expected);
                count++;
            }
        }
        return count;
    }

    private void awaitNothingOut() {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(sender.links.creditsOut()).isZero();
            assertThat(sender.links.unackedFrames()).isZero();
        });
    }

    @Test
    void everySectionArrivesOnceAndInOrderAndAllCreditComesBack() throws InterruptedException {
        int each = 6_000;

        join(startSenders(receiver.slot(), each, 0));

        await().atMost(LONG).until(() -> arrivedTuples() == sentTuples.get());
        assertThat(sectionsInOrder()).isGreaterThanOrEqualTo((long) each * SENDERS);
        awaitNothingOut();
        assertThat(sender.links.lostUntracked()).isZero();
        long acks = executors.stream()
                .mapToLong(executor -> executor.control.size())
                .sum();
        assertThat(acks).isGreaterThan(each / 6);
        for (FakeExecutor executor : executors) {
            Map<Long, Long> last = new HashMap<>();
            for (ControlSection control : executor.control) {
                Long before = last.put(control.data[0], control.data[1]);
                assertThat(control.data[1]).isGreaterThanOrEqualTo(before == null ? 0 : before);
            }
        }
    }

    @Test
    @Tag("F6")
    void manyCutsLoseNothingRepeatNothingAndKeepEveryOrder() throws Exception {
        try (Relay relay = new Relay(receiver.links.port())) {
            WorkerSlot slot = new WorkerSlot(2, "supervisor", "127.0.0.1", relay.port(), 1);
            List<Thread> threads = startSenders(slot, 12_000, 100_000);
            SplittableRandom random = new SplittableRandom(3);
            int cuts = 0;
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    thread.join(40 + random.nextInt(160));
                    relay.cut();
                    cuts++;
                }
            }
            assertThat(cuts).isGreaterThanOrEqualTo(20);

            await().atMost(LONG).until(() -> arrivedTuples() == sentTuples.get());
            awaitNothingOut();
            assertThat(sectionsInOrder()).isGreaterThanOrEqualTo(12_000L * SENDERS);
            controlInOrderWithoutGaps();
            assertThat(sender.links.lostUntracked()).isZero();
            assertThat(receiver.links.lostUntracked()).isZero();
            assertThat(sender.deaths.number()).as("a cut is no death").isZero();
        }
    }

    /** Each sender numbered its control sections by what it had sent so far: to each executor they rise. */
    private void controlInOrderWithoutGaps() {
        long count = 0;
        for (FakeExecutor executor : executors) {
            Map<Long, Long> last = new HashMap<>();
            for (ControlSection control : executor.control) {
                Long before = last.put(control.data[0], control.data[1]);
                assertThat(control.data[1]).isGreaterThan(before == null ? -1 : before);
                count++;
            }
        }
        assertThat(count).isEqualTo(sentControl.get());
    }
}
