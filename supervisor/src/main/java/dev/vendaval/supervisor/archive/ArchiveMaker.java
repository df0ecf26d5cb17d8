package dev.vendaval.supervisor.archive;

import dev.vendaval.supervisor.launch.ParentWatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link ClassArchive}: a JVM of low priority does once what commands, daemons and workers do, and writes the
 * classes it has loaded as it ends. A lock on a file keeps it to one at a time on the host, and goes with the process that
 * holds it. What is half written has another name, so that nobody ever maps it. One that failed is tried again after
 * {@link #RETRY_AFTER}, or when Java or the jars are others. That JVM ends when its maker is gone ({@link ParentWatch}).
 *
 * <p>Used by one thread, which waits.
 */
public final class ArchiveMaker {
    static final Duration RETRY_AFTER = Duration.ofHours(1);

    /** Archives kept in one directory: of other distributions and other JVMs. */
    static final int MOST_KEPT = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveMaker.class);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration GONE_LIMIT = Duration.ofSeconds(5);
    private static final String ENDING = ".jsa";

    private static final Path NICE = Path.of("/usr/bin/nice");

    /** A tenth of what others get: on a busy host it is done in a minute, not in an hour. */
    private static final String NICENESS = "10";

    /** What became of it. */
    public enum Outcome {
        /** It is made, and those that start from now on use it. */
        MADE,
        /** There is one that fits. */
        CURRENT,
        /** Somebody else is making it. */
        BUSY,
        /** It was tried lately and failed. */
        TRIED,
        /** Its directory cannot be written. */
        NOT_WRITABLE,
        /** The JVM that should write it did not. */
        FAILED
    }

    private final ClassArchive archive;
    private final List<String> training;
    private final Clock clock;

    /**
     * A maker of this archive.
     *
     * @param training options, main class and arguments of a JVM that does what is to be fast, then ends with 0, and
     *     earlier if its standard input ends
     */
    public ArchiveMaker(ClassArchive archive, List<String> training, Clock clock) {
        this.archive = archive;
        this.training = List.copyOf(training);
        this.clock = clock;
    }

    /** Whether {@link #make} would find something to do; writes nothing. */
    public boolean isDue() {
        try {
            return !archive.isCurrent() && canBeWritten(directory()) && !wasTried() && !isLocked();
        } catch (IOException e) {
            LOG.debug("nothing can be said of {}", archive.file(), e);
            return false;
        }
    }

    private static boolean canBeWritten(Path directory) {
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    }

    private boolean isLocked() throws IOException {
        if (!Files.exists(lockFile())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** Makes it unless there is one that fits; waits for that. */
    public Outcome make() throws InterruptedException {
        if (archive.isCurrent()) {
            return Outcome.CURRENT;
        }
        try {
            Files.createDirectories(directory());
            try (FileChannel channel =
                            FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock == null ? Outcome.BUSY : makeAlone();
            }
        } catch (OverlappingFileLockException e) {
            return Outcome.BUSY;
        } catch (IOException e) {
            LOG.debug("{} cannot be written", archive.file(), e);
            return Outcome.NOT_WRITABLE;
        }
    }

    private Outcome makeAlone() throws IOException, InterruptedException {
        if (archive.isCurrent()) {
            return Outcome.CURRENT;
        }
        if (wasTried()) {
            return Outcome.TRIED;
        }
        String source = archive.source();
        Path fresh = archive.beside(".new");
        Path output = archive.beside(".log");
        Files.deleteIfExists(fresh);
        try {
            int exitCode = run(fresh, output);
            if (exitCode != 0 || !Files.exists(fresh) || !source.equals(archive.source())) {
                Files.writeString(triedFile(), source);
                LOG.info("no class-data archive: its JVM ended with {}; see {}", exitCode, output);
                return Outcome.FAILED;
            }
            publish(fresh, source);
            Files.deleteIfExists(output);
            Files.deleteIfExists(triedFile());
            removeOldest();
            return Outcome.MADE;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private int run(Path fresh, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(fresh))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            LOG.warn("no class-data archive: its JVM did not end within {}", LIMIT);
            return -1;
        } finally {
            if (!process.destroyForcibly().waitFor(GONE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the JVM that should make a class-data archive does not go away (pid {})", process.pid());
            }
        }
    }

    private List<String> command(Path fresh) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", NICENESS));
        }
        command.add(archive.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(ClassArchive.optionsToMake(fresh));
        command.addAll(List.of("-cp", archive.classPath()));
        command.addAll(training);
        return command;
    }

    /** The archive is on disk before it has its name: a JVM that maps one that is cut short would crash. */
    private void publish(Path fresh, String source) throws IOException {
        if (!fresh.toFile().setWritable(true, true)) {
            LOG.debug("{} stays as the JVM made it", fresh);
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path freshSource = archive.beside(".source.new");
        Files.writeString(freshSource, ClassArchive.withSize(source, fresh));
        Files.deleteIfExists(archive.sourceFile());
        Files.move(fresh, archive.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(freshSource, archive.sourceFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Those of Javas and distributions that are gone would stay for ever. */
    private void removeOldest() throws IOException {
        List<Path> archives;
        try (Stream<Path> files = Files.list(directory())) {
            archives = files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.comparing(ArchiveMaker::modified).reversed())
                    .toList();
        }
        for (Path old : archives.subList(Math.min(MOST_KEPT, archives.size()), archives.size())) {
            Files.deleteIfExists(old);
            Files.deleteIfExists(old.resolveSibling(old.getFileName() + ".source"));
            Files.deleteIfExists(old.resolveSibling(old.getFileName() + ".tried"));
            Files.deleteIfExists(old.resolveSibling(old.getFileName() + ".log"));
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            // Gone meanwhile, so the oldest of all.
            return 0;
        }
    }

    private boolean wasTried() throws IOException {
        try {
            long age = clock.millis() - Files.getLastModifiedTime(triedFile()).toMillis();
            return age < RETRY_AFTER.toMillis() && Files.readString(triedFile()).equals(archive.source());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Path directory() {
        Path directory = archive.file().getParent();
        if (directory == null) {
            throw new IllegalStateException(archive.file() + " has no directory");
        }
        return directory;
    }

    private Path lockFile() {
        return archive.beside(".lock");
    }

    private Path triedFile() {
        return archive.beside(".tried");
    }
}
