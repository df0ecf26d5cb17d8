package dev.vendaval.cli.archive;

import dev.vendaval.supervisor.archive.ArchiveMaker;
import dev.vendaval.supervisor.archive.ClassArchive;
import java.util.Optional;

/**
 * The process that a command leaves behind to make the class-data archive, once in the life of a distribution. Nobody reads
 * what it prints; exit code 0 if there is an archive now, else 1.
 */
public final class ArchiveProcess {
    private ArchiveProcess() {}

    /** Makes it. */
    public static void main(String[] arguments) throws InterruptedException {
        Optional<ClassArchive> archive = ClassArchive.ofThisJvm();
        ArchiveMaker.Outcome outcome = archive.isEmpty()
                ? ArchiveMaker.Outcome.FAILED
                : Archives.maker(archive.get()).make();
        boolean isThere = outcome == ArchiveMaker.Outcome.MADE || outcome == ArchiveMaker.Outcome.CURRENT;
        System.exit(isThere ? 0 : 1);
    }
}
