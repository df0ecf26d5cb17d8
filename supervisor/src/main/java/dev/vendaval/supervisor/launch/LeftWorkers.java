package dev.vendaval.supervisor.launch;

import dev.vendaval.supervisor.disk.SupervisorDirectory;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.disk.WorkerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The workers that a supervisor has left because it was killed, for who will not start another one on its directory to
 * adopt them. Holds the directory's lock meanwhile, so that no supervisor takes them. Used by one thread, which waits.
 */
public final class LeftWorkers {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private LeftWorkers() {}

    /**
     * Asks those that live to end and, after {@code patience}, makes them.
     *
     * @return how many there were
     * @throws IOException also when a supervisor runs on that directory, or one does not end even so
     */
    public static int end(Path localDir, Duration patience) throws IOException, InterruptedException {
        if (!Files.isDirectory(localDir.resolve("supervisor"))) {
            return 0; // none has ever run there
        }
        try (SupervisorDirectory directory = SupervisorDirectory.open(localDir)) {
            List<WorkerHandle> living = living(directory.workers());
            living.forEach(WorkerHandle::destroy);
            if (!goneWithin(living, patience)) {
                living.forEach(WorkerHandle::destroyForcibly);
                if (!goneWithin(living, AFTER_KILL)) {
                    throw new IOException("workers of " + localDir + " do not end: "
                            + living.stream()
                                    .filter(worker -> !worker.isGone())
                                    .map(WorkerHandle::pid)
                                    .toList());
                }
            }
            return living.size();
        }
    }

    private static List<WorkerHandle> living(WorkerDirectories directories) throws IOException {
        List<WorkerHandle> living = new ArrayList<>();
        for (WorkerDirectories.Found found : directories.all()) {
            Optional<WorkerRecord> noted = directories.record(found);
            noted.flatMap(worker -> AdoptedProcess.find(worker.pid(), worker.birth()))
                    .ifPresent(living::add);
        }
        return living;
    }

    private static boolean goneWithin(List<WorkerHandle> workers, Duration time) throws InterruptedException {
        // Never opened: only for its bounded wait. Nobody is told of the end of a process that is no child.
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + time.toNanos();
        while (!workers.stream().allMatch(WorkerHandle::isGone)) {
            if (System.nanoTime() - end > 0 || never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }
}
