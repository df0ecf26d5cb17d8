package dev.vendaval.cli.archive;

import dev.vendaval.supervisor.archive.ArchiveMaker;
import dev.vendaval.supervisor.archive.ArchiveUpkeep;
import dev.vendaval.supervisor.archive.ClassArchive;
import dev.vendaval.supervisor.launch.JvmFlags;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The class-data archive of this distribution. bin/vendaval chooses its place; a command has it made, if it is due, by a
 * process that outlives the command, and a supervisor on a thread of its own. Stateless.
 */
public final class Archives {
    // By name, since it runs everything there is, this package included.
    private static final String TRAINING_RUN = "dev.vendaval.cli.TrainingRun";

    private Archives() {}

    /** The archive that this JVM's children use, if there is one: the options for that, else none. */
    public static List<String> options() {
        return ClassArchive.ofThisJvm().map(ClassArchive::options).orElse(List.of());
    }

    /** Options that tell a child where the archive is, or that there shall be none. */
    public static List<String> place() {
        String file = ClassArchive.ofThisJvm()
                .map(archive -> archive.file().toString())
                .orElse("");
        return List.of("-D" + ClassArchive.PROPERTY + "=" + file);
    }

    /** Has the archive made for the next command unless there is one; returns at once. Whatever fails here fails silently. */
    public static void orderIfDue() {
        Optional<ClassArchive> archive = ClassArchive.ofThisJvm();
        if (archive.isPresent() && maker(archive.get()).isDue()) {
            try {
                order(archive.get());
            } catch (IOException e) {
                // The command has done what it was asked to; the next one is as fast as this one was.
                return;
            }
        }
    }

    private static void order(ClassArchive archive) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(archive.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m"));
        command.addAll(place());
        command.addAll(List.of("-cp", archive.classPath(), ArchiveProcess.class.getName()));
        new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    static ArchiveMaker maker(ClassArchive archive) {
        return new ArchiveMaker(archive, training(), Clock.systemUTC());
    }

    /** Begins to keep the archive of a supervisor's workers: that of the distribution, or one of its own. */
    public static ArchiveUpkeep upkeep(Path localDir) {
        List<ClassArchive> places = new ArrayList<>();
        ClassArchive.ofThisJvm().ifPresent(shared -> {
            places.add(shared);
            Path own = localDir.resolve("supervisor").resolve("archives");
            places.add(ClassArchive.ofThisJvm(own.resolve(shared.file().getFileName())));
        });
        return ArchiveUpkeep.start(places, training(), Clock.systemUTC());
    }

    private static List<String> training() {
        List<String> training =
                new ArrayList<>(JvmFlags.ofEvery(Runtime.version().feature()));
        training.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        training.add("-Dvendaval.role=archive");
        training.add(TRAINING_RUN);
        return training;
    }
}
