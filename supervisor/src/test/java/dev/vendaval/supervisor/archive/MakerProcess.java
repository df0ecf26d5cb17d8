package dev.vendaval.supervisor.archive;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/** A process that makes an archive, as a supervisor is. Arguments: the archive, its class path, then the training. */
public final class MakerProcess {
    private MakerProcess() {}

    /** Makes it. */
    public static void main(String[] arguments) throws InterruptedException {
        ClassArchive archive =
                new ClassArchive(Path.of(arguments[0]), Path.of(System.getProperty("java.home")), arguments[1]);
        new ArchiveMaker(archive, Arrays.asList(arguments).subList(2, arguments.length), Clock.systemUTC()).make();
    }
}
