package dev.vendaval.supervisor.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapDumpsTest {
    @TempDir
    private Path directory;

    private LaunchRequest request(long launch, long heapBytes) {
        return new LaunchRequest(
                "words-1",
                "127.0.0.1",
                6700,
                new HostPort("127.0.0.1", 1),
                new Incarnation(0, 1, launch),
                directory,
                directory.resolve("worker.log"),
                heapBytes,
                List.of());
    }

    @Test
    void aSmallHeapIsDumpedAndALargeOneOnlyOnDemand() {
        String path = "-XX:HeapDumpPath=" + directory.resolve("heap-3.hprof");

        assertThat(HeapDumps.options(request(3, HeapDumps.LARGEST_HEAP_BYTES)))
                .containsExactly("-XX:+HeapDumpOnOutOfMemoryError", path);
        assertThat(HeapDumps.options(request(3, HeapDumps.LARGEST_HEAP_BYTES + 1)))
                .containsExactly(path);
    }

    @Test
    void onlyTheNewestDumpOfASlotStays() throws IOException {
        Path log = Files.createFile(directory.resolve("worker.log"));
        Path old = Files.createFile(directory.resolve("heap-9.hprof"));
        Path newest = Files.createFile(directory.resolve("heap-10.hprof"));
        Path users = Files.createFile(directory.resolve("heap-of-mine.hprof"));

        assertThat(HeapDumps.found(log, 11)).isEmpty();
        assertThat(old).exists();
        assertThat(HeapDumps.found(log, 10)).contains(newest);
        assertThat(old).doesNotExist();
        assertThat(List.of(log, newest, users)).allMatch(Files::exists);
    }

    @Test
    void aDumpOfTheSameNameDoesNotKeepTheNextFromBeingWritten() throws IOException {
        Path old = Files.createFile(directory.resolve("heap-1.hprof"));

        HeapDumps.makeRoom(request(1, 1 << 20));

        assertThat(old).doesNotExist();
    }
}
