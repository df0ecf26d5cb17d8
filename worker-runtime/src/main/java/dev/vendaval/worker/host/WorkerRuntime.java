package dev.vendaval.worker.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker, in a process of its own or beside others in local mode. Its owner thread takes what comes
 * (orders, snapshots, faults) from a bounded mailbox and looks at the time in between; see {@link HostLoop}.
 */
public final class WorkerRuntime {
    private static final Logger log = LoggerFactory.getLogger(WorkerRuntime.class);

    /** Far more than can wait: orders and reports are few, and changes of executors share one event. */
    private static final int MAILBOX_CAPACITY = 4096;

    private final WorkerOptions options;
    private final LinkedBlockingQueue<HostEvent> mailbox = new LinkedBlockingQueue<>(MAILBOX_CAPACITY);
    private final AtomicBoolean changeWaits = new AtomicBoolean();

    /** What ends the worker does so however full the mailbox is. */
    private final AtomicReference<@Nullable HostEvent> lastOrder = new AtomicReference<>();

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    private WorkerRuntime(WorkerOptions options) {
        this.options = options;
        this.thread = new Thread(this::run, options.topologyId() + "/" + options.port() + "/host");
    }

    /** Starts a worker and returns at once. */
    public static WorkerRuntime start(WorkerOptions options) {
        WorkerRuntime worker = new WorkerRuntime(options);
        worker.thread.start();
        return worker;
    }

    /** Asks it to stop in order; any thread. */
    public void stop(String reason) {
        post(new HostEvent.StopAsked(reason));
    }

    /** Waits until it has ended; false if it has not in time. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void post(HostEvent event) {
        if (event instanceof HostEvent.ExecutorsChanged && changeWaits.getAndSet(true)) {
            return;
        }
        if (event instanceof HostEvent.Fatal || event instanceof HostEvent.StopAsked) {
            lastOrder.compareAndSet(null, event);
        }
        if (!mailbox.offer(event)) {
            log.error("{}: the mailbox is full, lost {}", options, event);
        }
    }

    private void run() {
        HostLoop loop = new HostLoop(options, this::post);
        WorkerEnd end;
        try {
            while (!loop.isStopping()) {
                HostEvent event = mailbox.poll(loop.nanosUntilTimer(), TimeUnit.NANOSECONDS);
                if (event instanceof HostEvent.ExecutorsChanged) {
                    changeWaits.set(false);
                }
                HostEvent last = lastOrder.get();
                loop.step(last == null ? event : last);
            }
            end = loop.stop();
        } catch (InterruptedException e) {
            end = new WorkerEnd("its owner thread was interrupted", e);
        } catch (Throwable e) {
            // A fault of ours, or no memory: nothing here can be trusted any more.
            end = new WorkerEnd("its owner thread died", e);
        }
        if (end.cause() == null) {
            log.info("{} has ended: {}", options, end.reason());
        } else {
            log.error("{} ends: {}", options, end.reason(), end.cause());
        }
        ended.countDown();
        options.onEnd().accept(end);
    }
}
