package dev.vendaval.supervisor.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Main class of the processes that launcher tests start. What it does is in the system property
 * {@code tiny}: wait (for ever), exit (with 7), heap (until none is left).
 */
public final class TinyWorker {
    private TinyWorker() {}

    /** Prints its arguments and options, then does what it is told. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("arguments " + Arrays.toString(arguments));
        System.out.println("role " + System.getProperty("vendaval.role"));
        System.err.println("directory " + Path.of("").toAbsolutePath());
        switch (System.getProperty("tiny", "wait")) {
            case "wait" -> new CountDownLatch(1).await();
            case "heap" -> fillHeap();
            default -> end();
        }
    }

    private static void end() throws IOException {
        Files.writeString(Path.of("ended"), "yes");
        Runtime.getRuntime().halt(7);
    }

    private static void fillHeap() {
        byte[][] kept = new byte[1024][];
        for (int index = 0; index < kept.length; index++) {
            kept[index] = new byte[16 << 20];
        }
        System.out.println("kept " + kept.length);
    }
}
