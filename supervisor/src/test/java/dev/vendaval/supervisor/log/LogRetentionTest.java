package dev.vendaval.supervisor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removal of old logs. */
class LogRetentionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

    @TempDir
    private Path logDir;

    private Path log(String topologyId, int port, Duration age) throws IOException {
        Path slot = logDir.resolve("workers").resolve(topologyId).resolve(Integer.toString(port));
        Files.createDirectories(slot);
        Path file = Files.writeString(slot.resolve("worker.log"), "x\n");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        Files.setLastModifiedTime(slot, FileTime.from(NOW.minus(age)));
        return slot;
    }

    @Test
    void onlyOldLogsOfTopologiesThatAreGoneAreRemoved() throws IOException {
        Path old = log("gone-1", 6700, Duration.ofDays(8));
        Path recent = log("gone-1", 6701, Duration.ofDays(6));
        Path quietButLive = log("live-1", 6702, Duration.ofDays(30));
        Path forgotten = log("gone-2", 6700, Duration.ofDays(8));

        new LogRetention(logDir, Duration.ofDays(7)).apply(NOW, Set.of("live-1"));

        assertThat(old).doesNotExist();
        assertThat(recent.resolve("worker.log")).exists();
        assertThat(quietButLive.resolve("worker.log")).exists();
        assertThat(forgotten.getParent()).doesNotExist();
    }

    @Test
    void withoutLogsThereIsNothingToDo() throws IOException {
        assertThat(new LogRetention(logDir, Duration.ofDays(7)).apply(NOW, Set.of()))
                .isEmpty();
    }
}
