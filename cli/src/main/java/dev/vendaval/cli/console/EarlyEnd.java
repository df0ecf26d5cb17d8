package dev.vendaval.cli.console;

import dev.vendaval.api.SubmitException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tells what goes on in the cluster when the JVM ends before its command has answered: by Ctrl-C, or by a user's main
 * that ends it. Told by any thread; answers on the thread of a shutdown hook. Whoever claims the answer gives the only one.
 */
final class EarlyEnd {
    private final Session session;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final List<String> goesOn = new CopyOnWriteArrayList<>();
    private final List<String> remedies = new CopyOnWriteArrayList<>();
    private volatile @Nullable String running;

    EarlyEnd(Session session) {
        this.session = session;
    }

    /** True for the first caller only. */
    boolean claimAnswer() {
        return answered.compareAndSet(false, true);
    }

    void runs(String title) {
        running = title;
        watch();
    }

    void accepted(String name) {
        goesOn.add(name + " was accepted and goes on");
        remedies.add("vendaval kill " + name);
        watch();
    }

    void rebalancing(String name) {
        goesOn.add("the rebalance of " + name + " goes on");
        watch();
    }

    void ending(String name) {
        goesOn.add(name + " goes on ending");
        watch();
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::jvmEnds, "early-end"));
        }
    }

    private void jvmEnds() {
        if (claimAnswer()) {
            session.show(failure(endedByCode()));
        }
    }

    CommandFailure failure(boolean byCode) {
        List<String> said = new ArrayList<>();
        said.add(byCode ? running + " ended the JVM itself (System.exit)" : "interrupted");
        said.addAll(goesOn);
        return CommandFailure.of(
                byCode ? Code.USER_CODE : Code.TIMEOUT,
                String.join("; ", said),
                remedies.isEmpty() ? null : "remove it: " + String.join("; ", remedies));
    }

    /** The thread that called System.exit stays in it while hooks run; that of a signal does not come by there. */
    private static boolean endedByCode() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime")
                        && frame.getMethodName().equals("exit"));
    }
}
