package dev.vendaval.supervisor.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.report.Incarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a supervisor finds again after a restart. */
class SupervisorDirectoryTest {
    private static final String HOST = "127.0.0.1";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @TempDir
    private Path localDir;

    private SupervisorDirectory open() throws IOException {
        return SupervisorDirectory.open(localDir);
    }

    @Test
    void theIdIsMadeOnceAndAConfiguredOneWins() throws IOException {
        String made;
        try (SupervisorDirectory directory = open()) {
            made = directory.id(null);
        }
        try (SupervisorDirectory directory = open()) {
            assertThat(directory.id(null)).isEqualTo(made);
            assertThat(directory.id("mine")).isEqualTo("mine");
        }
    }

    @Test
    void freePortsAreChosenOnceAndDiffer() throws IOException {
        List<Integer> chosen;
        try (SupervisorDirectory directory = open()) {
            chosen = directory.slotPorts(List.of(0, 6701, 0), HOST);
        }
        assertThat(chosen).hasSize(3).doesNotHaveDuplicates().doesNotContain(0);
        assertThat(chosen.get(1)).isEqualTo(6701);
        assertThat(chosen).as("no outgoing connection gets one").allMatch(port -> port < 32_768);
        try (SupervisorDirectory directory = open()) {
            assertThat(directory.slotPorts(List.of(0, 6701, 0), HOST)).isEqualTo(chosen);
            List<Integer> more = directory.slotPorts(List.of(0, 0, 0), HOST);
            assertThat(more).hasSize(3).contains(chosen.get(0), chosen.get(2));
        }
    }

    @Test
    void aPortForTwoSlotsIsRefused() throws IOException {
        try (SupervisorDirectory directory = open()) {
            assertThatThrownBy(() -> directory.slotPorts(List.of(6700, 6700), HOST))
                    .hasMessageContaining("6700 twice");
        }
    }

    @Test
    void aSecondSupervisorInTheSameDirectoryIsRefused() throws IOException {
        try (SupervisorDirectory directory = open()) {
            assertThat(directory.artifacts()).isEqualTo(localDir.resolve("supervisor/artifacts"));
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another supervisor")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(localDir.toString())
                    .hasMessageContaining("local.dir of its own");
        }
        open().close();
    }

    @Test
    void launchesAreCountedAcrossRestartsUntilTheDirectoryIsRemoved() throws IOException {
        WorkerDirectories workers;
        try (SupervisorDirectory directory = open()) {
            workers = directory.workers();
            assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(1);
        }
        assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(2);
        assertThat(workers.nextLaunch("words-1", 6701, NOW)).isEqualTo(1);

        workers.remove("words-1", 6700);
        assertThat(workers.path("words-1", 6700)).doesNotExist();
        assertThat(workers.path("words-1", 6701)).exists();
        workers.remove("words-1", 6701);
        assertThat(workers.path("words-1", 6701).getParent()).doesNotExist();
        assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(1);
    }

    @Test
    @Tag("F3")
    void runningWorkersAreFoundAgain() throws IOException {
        WorkerRecord worker =
                new WorkerRecord(4711, "boot/123", new Incarnation(2, 3, 4), 99, "cafe", Duration.ofMillis(5_500));
        try (SupervisorDirectory directory = open()) {
            WorkerDirectories workers = directory.workers();
            assertThat(workers.all()).isEmpty();
            workers.nextLaunch("words-1", 6700, NOW);
            workers.writeRecord("words-1", 6700, worker);

            assertThat(workers.path("words-1", 6700)).isEqualTo(localDir.resolve("supervisor/workers/words-1/6700"));
            assertThat(Files.readString(workers.path("words-1", 6700).resolve("worker.pid")))
                    .isEqualTo("4711\n");
            assertThat(workers.all()).hasSize(1);
            assertThat(workers.record(workers.all().get(0))).contains(worker);
            workers.removeRecord("words-1", 6700);
            assertThat(workers.record(workers.all().get(0))).isEmpty();
            assertThat(workers.path("words-1", 6700).resolve("worker.pid")).doesNotExist();
        }
    }

    @Test
    @Tag("F3")
    void aWorkerWithoutArtifactIsReadBackAndADamagedRecordIsNone() throws IOException {
        try (SupervisorDirectory directory = open()) {
            WorkerDirectories workers = directory.workers();
            WorkerRecord worker =
                    new WorkerRecord(4711, "boot/123", new Incarnation(2, 3, 4), 99, null, Duration.ofSeconds(5));
            workers.nextLaunch("words-1", 6700, NOW);
            workers.writeRecord("words-1", 6700, worker);
            WorkerDirectories.Found found = workers.all().get(0);
            assertThat(workers.record(found)).contains(worker);
            Path file = found.path().resolve("worker.process");
            String whole = Files.readString(file);
            for (String line : whole.strip().split("\n", -1)) {
                Files.writeString(file, whole.replace(line + "\n", ""));
                assertThat(workers.record(found)).as("without '" + line + "'").isEmpty();
            }
            Files.writeString(file, whole.replace("4711", "4711x"));
            assertThat(workers.record(found)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "\u0000", "12345678901234567890"})
    @Tag("F3")
    void aDamagedLaunchCountGoesOnFromTheClockSoThatNoIncarnationComesTwice(String damage) throws IOException {
        try (SupervisorDirectory directory = open()) {
            WorkerDirectories workers = directory.workers();
            workers.nextLaunch("words-1", 6700, NOW);
            Path launches = workers.path("words-1", 6700).resolve("launches");
            Files.writeString(launches, damage);

            assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(NOW.getEpochSecond());
            assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(NOW.getEpochSecond() + 1);

            Files.write(launches, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
            Instant later = NOW.plusSeconds(5);
            assertThat(workers.nextLaunch("words-1", 6700, later)).isEqualTo(later.getEpochSecond());
        }
    }

    @Test
    void aLaunchCountThatSomebodyRemovedGoesOnFromTheClock() throws IOException {
        try (SupervisorDirectory directory = open()) {
            WorkerDirectories workers = directory.workers();
            workers.nextLaunch("words-1", 6700, NOW);
            Files.delete(workers.path("words-1", 6700).resolve("launches"));

            assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(NOW.getEpochSecond());
        }
    }

    @Test
    void launchesThatWereCountedInAnotherDirectoryAreNotRepeated() throws IOException {
        try (SupervisorDirectory directory = open()) {
            WorkerDirectories workers = directory.workers();
            assertThat(workers.areUnused()).isTrue();
            workers.expectEarlierLaunches("words-1", 6700);

            assertThat(workers.nextLaunch("words-1", 6700, NOW)).isEqualTo(NOW.getEpochSecond());
            assertThat(workers.nextLaunch("words-1", 6701, NOW)).isEqualTo(1);
            workers.remove("words-1", 6700);
            workers.remove("words-1", 6701);
            assertThat(workers.areUnused()).isFalse();
        }
    }

    @Test
    void anIdThatIsLostIsNotReplacedWhileThereAreWorkers() throws IOException {
        Path id = localDir.resolve("supervisor/id");
        try (SupervisorDirectory directory = open()) {
            directory.id(null);
            Files.writeString(id, "");
            assertThatThrownBy(() -> directory.id(null))
                    .hasMessageContaining(id + " is damaged: it is empty")
                    .hasMessageContaining("vendaval cluster");

            Files.delete(id);
            directory.workers().nextLaunch("words-1", 6700, NOW);
            assertThatThrownBy(() -> directory.id(null))
                    .hasMessageContaining(id + " is missing")
                    .hasMessageContaining("as a new supervisor");
        }
    }
}
