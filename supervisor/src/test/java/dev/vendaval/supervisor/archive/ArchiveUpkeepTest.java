package dev.vendaval.supervisor.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveUpkeepTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private TrainingJar jar;

    @BeforeEach
    void setUp() throws IOException {
        jar = TrainingJar.in(directory);
    }

    @Test
    void whereTheFirstPlaceCannotBeWrittenTheSecondIsUsed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        ClassArchive shared = jar.archive(file.resolve("java.jsa"));
        ClassArchive own = jar.archive(directory.resolve("own").resolve("java.jsa"));

        try (ArchiveUpkeep upkeep = ArchiveUpkeep.start(List.of(shared, own), jar.doing("end"), Clock.systemUTC())) {
            await().atMost(SOON).until(() -> !upkeep.options().isEmpty());
            assertThat(upkeep.options()).contains("-XX:SharedArchiveFile=" + own.file());
        }
        assertThat(jar.runs()).hasSize(1);
    }

    @Test
    void closingEndsTheJvmThatMakesIt() {
        ClassArchive archive = jar.archive(directory.resolve("java.jsa"));
        ArchiveUpkeep upkeep = ArchiveUpkeep.start(List.of(archive), jar.doing("wait"), Clock.systemUTC());
        await().atMost(SOON).until(() -> !jar.runs().isEmpty());

        upkeep.close();

        assertThat(upkeep.options()).isEmpty();
        await().atMost(SOON)
                .until(() -> ProcessHandle.of(jar.runs().get(0))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
        assertThat(directory.resolve("java.jsa")).doesNotExist();
        assertThat(directory.resolve("java.jsa.tried"))
                .as("the next one tries again")
                .doesNotExist();
    }

    @Test
    void withoutAPlaceThereIsNoArchive() {
        try (ArchiveUpkeep upkeep = ArchiveUpkeep.start(List.of(), jar.doing("end"), Clock.systemUTC())) {
            assertThat(upkeep.options()).isEmpty();
        }
    }
}
