package dev.vendaval.supervisor.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lets a JVM that an {@link ArchiveMaker} has started know when that is gone, however it went: the maker holds the other end
 * of its standard input and says nothing, and the system closes that end with the maker's process. Thread {@code
 * archive-maker-watch}, a daemon of that JVM, which it ends with.
 */
public final class MakerWatch {
    private MakerWatch() {}

    /**
     * Begins; returns at once.
     *
     * @param maker standard input
     * @param isGone is to end the JVM; called once, on the watch's thread
     */
    public static void start(InputStream maker, Runnable isGone) {
        Thread watch = new Thread(
                () -> {
                    awaitEnd(maker);
                    isGone.run();
                },
                "archive-maker-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEnd(InputStream maker) {
        try {
            maker.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Nothing more can be heard of the maker: as good as its end, and isGone tells what comes of that.
        }
    }
}
