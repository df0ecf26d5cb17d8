package dev.vendaval.supervisor.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lets a JVM know when the process that has started it is gone, however it went: that one holds the other end of its standard
 * input and says nothing, and the system closes that end with it. Thread {@code parent-watch}, a daemon of the JVM, which it
 * ends with.
 */
public final class ParentWatch {
    private ParentWatch() {}

    /**
     * Begins; returns at once.
     *
     * @param parent standard input
     * @param isGone is to end the JVM; called once, on the watch's thread
     */
    public static void start(InputStream parent, Runnable isGone) {
        Thread watch = new Thread(
                () -> {
                    awaitEnd(parent);
                    isGone.run();
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEnd(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Nothing more can be heard of it: as good as its end, and isGone tells what comes of that.
        }
    }
}
