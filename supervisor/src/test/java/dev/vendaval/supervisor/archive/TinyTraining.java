package dev.vendaval.supervisor.archive;

import dev.vendaval.supervisor.launch.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * Main class of the JVMs that archive tests start. Arguments: a file that gets a line with the process id for each run, and
 * what to do: end, fail (exit code 3), wait (until the maker is gone).
 */
public final class TinyTraining {
    private TinyTraining() {}

    /** Does what it is told. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Files.writeString(
                Path.of(arguments[0]),
                ProcessHandle.current().pid() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        switch (arguments[1]) {
            case "fail" -> System.exit(3);
            case "wait" -> {
                ParentWatch.start(System.in, () -> Runtime.getRuntime().halt(1));
                new CountDownLatch(1).await();
            }
            default -> System.out.println("trained");
        }
    }
}
