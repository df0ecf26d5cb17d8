package dev.vendaval.cli.run;

import dev.vendaval.api.SubmissionBackend;
import dev.vendaval.api.TopologySubmitter;
import java.io.PrintStream;

/** What submits topologies, with the user's classes: a main of theirs, or a topology file. Used by one thread. */
interface Program extends AutoCloseable {
    /** What it is, for messages: {@code main of com.example.Main}. */
    String title();

    /** Of the user's classes. */
    ClassLoader loader();

    /**
     * Runs it; what it submits goes to {@code backend}.
     *
     * @param output where System.out goes, until {@code after} has returned
     * @param after when it has returned; what components in this JVM print still goes to {@code output}
     */
    void run(SubmissionBackend backend, PrintStream output, Runnable after);

    @Override
    void close();

    /** Runs something of the user's as their code is used to: in their loader, with its output where it belongs. */
    static void inUsersPlace(ClassLoader loader, SubmissionBackend backend, PrintStream output, Runnable action) {
        Thread thread = Thread.currentThread();
        ClassLoader contextBefore = thread.getContextClassLoader();
        PrintStream outBefore = System.out;
        thread.setContextClassLoader(loader);
        TopologySubmitter.install(backend);
        System.setOut(output);
        try {
            action.run();
        } finally {
            System.setOut(outBefore);
            TopologySubmitter.install(null);
            thread.setContextClassLoader(contextBefore);
        }
    }
}
