package dev.vendaval.cli.daemon;

import dev.vendaval.cli.console.Session;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.supervisor.launch.ParentWatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a daemon in the foreground: the main thread waits here until SIGTERM or Ctrl-C, closes what it started, and
 * closes this last, which lets the JVM end.
 */
final class Foreground implements AutoCloseable {
    /**
     * System property of a daemon that stops in an orderly way, as at a signal, once the process that has started it is gone,
     * which holds the other end of its standard input.
     */
    static final String ENDS_WITH_PARENT = "vendaval.ends.with.parent";

    private static final long STOP_SECONDS = 120;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile Runnable onStop = () -> {};

    private Foreground() {}

    /** From now on a signal leads to an orderly stop, and so does the end of who has started it, where that is asked for. */
    static Foreground enter() {
        Foreground foreground = new Foreground();
        Runtime.getRuntime().addShutdownHook(new Thread(foreground::signalled, "stop"));
        if (Boolean.getBoolean(ENDS_WITH_PARENT)) {
            ParentWatch.start(System.in, foreground::stopNow);
        }
        return foreground;
    }

    /** On the shutdown hook's thread: the JVM ends when this returns, so not before all is closed, whatever fails. */
    void signalled() {
        try {
            stopNow();
        } finally {
            awaitStopped();
        }
    }

    private void awaitStopped() {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("not stopped after " + STOP_SECONDS + " s; ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a signal does; for a daemon that ends by itself. */
    void stopNow() {
        stop.countDown();
        onStop.run(); // whoever announces itself meanwhile sees the stop
    }

    /** Who is to know of the stop, too, at once if it has come already; must not block. */
    void announceStopTo(Runnable listener) {
        onStop = listener;
        if (stop.getCount() == 0) {
            listener.run();
        }
    }

    /** Says where it is reached, then returns when told to stop. */
    void serve(Session session, String role, HostPort address) {
        session.out().println("ready: " + role + " " + address);
        session.out().flush();
        try {
            // Serving has no other end than a signal.
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment; true if told to stop. */
    boolean stopsWithin(long millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
