package dev.vendaval.supervisor.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.supervisor.archive.ArchiveMaker.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an archive, with real JVMs. */
class ArchiveMakerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TrainingJar jar;
    private ClassArchive archive;

    @BeforeEach
    void setUp() throws IOException {
        jar = TrainingJar.in(directory);
        archive = jar.archive(directory.resolve("archives").resolve("java.jsa"));
    }

    private ArchiveMaker maker(String what) {
        return maker(what, Duration.ZERO);
    }

    private ArchiveMaker maker(String what, Duration later) {
        Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        return new ArchiveMaker(archive, jar.doing(what), clock);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("archives"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What a JVM with these options says, on both its streams. */
    private String output(List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(archive.javaHome().resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", archive.classPath()));
        command.addAll(jar.doing("end"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return said;
        }
    }

    @Test
    void itIsMadeOnceAndThenThere() throws Exception {
        assertThat(archive.options()).isEmpty();
        assertThat(maker("end").isDue()).isTrue();

        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);

        assertThat(maker("end").isDue()).isFalse();
        assertThat(maker("end").make()).isEqualTo(Outcome.CURRENT);
        assertThat(jar.runs()).hasSize(1);
        assertThat(files()).containsExactly("java.jsa", "java.jsa.lock", "java.jsa.source");
    }

    @Test
    void aJvmWithItsOptionsTakesClassesFromItAndSaysNothingOfIt() throws Exception {
        maker("end").make();
        List<String> loud = new ArrayList<>(archive.options());
        loud.add("-Xlog:class+load");

        assertThat(output(loud))
                .containsPattern(TinyTraining.class.getName() + " source: shared objects file \\(top\\)");
        assertThat(output(archive.options())).isEqualTo("trained\n");
    }

    @Test
    void afterAnUpgradeOfAJarItIsIgnoredSilentlyAndMadeAnew() throws Exception {
        maker("end").make();
        List<String> options = archive.options();
        Files.setLastModifiedTime(jar.path(), FileTime.from(Instant.now().minusSeconds(100)));

        assertThat(archive.isCurrent()).isFalse();
        assertThat(archive.options()).isEmpty();
        assertThat(output(options)).isEqualTo("trained\n");
        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);
        assertThat(archive.options()).isEqualTo(options);
    }

    @Test
    void oneOfAnotherJavaIsNotUsedAndMadeAnew() throws Exception {
        maker("end").make();
        Files.writeString(
                archive.sourceFile(), Files.readString(archive.sourceFile()).replaceFirst("java ", "java of old "));

        assertThat(archive.options()).isEmpty();
        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);
        assertThat(archive.isCurrent()).isTrue();
    }

    @Test
    void aDamagedOneIsIgnoredSilentlyAndMadeAnew() throws Exception {
        maker("end").make();
        List<String> options = archive.options();
        Files.write(archive.file(), new byte[100_000]);

        assertThat(archive.options()).isEmpty();
        assertThat(output(options)).isEqualTo("trained\n");
        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);
        assertThat(archive.isCurrent()).isTrue();
    }

    @Test
    void whereItCannotBeWrittenThereIsNone() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        archive = jar.archive(file.resolve("archives").resolve("java.jsa"));

        assertThat(maker("end").isDue()).isFalse();
        assertThat(maker("end").make()).isEqualTo(Outcome.NOT_WRITABLE);
        assertThat(archive.options()).isEmpty();
        assertThat(jar.runs()).isEmpty();
    }

    @Test
    void whileSomebodyElseMakesItNobodyDoes() throws Exception {
        Files.createDirectories(archive.file().getParent());
        try (FileChannel channel =
                        FileChannel.open(archive.beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(maker("end").isDue()).isFalse();
            assertThat(maker("end").make()).isEqualTo(Outcome.BUSY);
        }
        assertThat(jar.runs()).isEmpty();
        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);
    }

    @Test
    void theJvmThatMakesItEndsSoonWhenItsMakerIsKilled() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                archive.javaHome().resolve("bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MakerProcess.class.getName(),
                archive.file().toString(),
                archive.classPath()));
        command.addAll(jar.doing("wait"));
        Process killed = new ProcessBuilder(command).start();
        await().atMost(LIMIT).until(() -> jar.runs().size() == 1);
        ProcessHandle orphan = ProcessHandle.of(jar.runs().get(0)).orElseThrow();
        assertThat(orphan.isAlive()).isTrue();

        killed.destroyForcibly();

        await().atMost(LIMIT).until(() -> !orphan.isAlive());
        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);
    }

    @Test
    void oneThatFailedIsTriedAgainAnHourLaterOrForAnotherJar() throws Exception {
        assertThat(maker("fail").make()).isEqualTo(Outcome.FAILED);
        assertThat(archive.isCurrent()).isFalse();
        assertThat(files()).containsExactly("java.jsa.lock", "java.jsa.log", "java.jsa.tried");

        assertThat(maker("fail").isDue()).isFalse();
        assertThat(maker("fail").make()).isEqualTo(Outcome.TRIED);
        assertThat(jar.runs()).hasSize(1);

        assertThat(maker("fail", Duration.ofMinutes(61)).make()).isEqualTo(Outcome.FAILED);
        Files.setLastModifiedTime(jar.path(), FileTime.from(Instant.now().minusSeconds(100)));
        assertThat(maker("end").make()).isEqualTo(Outcome.MADE);
    }

    @Test
    void archivesThatNobodyNeedsAnyMoreGo() throws Exception {
        Path archives = Files.createDirectories(archive.file().getParent());
        for (int age = 1; age <= 5; age++) {
            for (String ending : List.of(".jsa", ".jsa.source")) {
                Path old = Files.writeString(archives.resolve("old-" + age + ending), "");
                Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(age))));
            }
        }

        maker("end").make();

        assertThat(files())
                .containsExactly(
                        "java.jsa",
                        "java.jsa.lock",
                        "java.jsa.source",
                        "old-1.jsa",
                        "old-1.jsa.source",
                        "old-2.jsa",
                        "old-2.jsa.source",
                        "old-3.jsa",
                        "old-3.jsa.source");
    }
}
