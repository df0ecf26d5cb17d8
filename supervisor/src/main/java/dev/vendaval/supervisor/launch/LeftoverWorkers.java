package dev.vendaval.supervisor.launch;

import dev.vendaval.supervisor.disk.WorkerDirectories;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the workers that a crashed predecessor left behind, since a worker cannot be taken over yet.
 * A process counts as ours only if both its id was noted and its command line names the topology and
 * the port: process ids are used again by others. Used once, before anything is launched.
 */
public final class LeftoverWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverWorkers.class);
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(10);

    private LeftoverWorkers() {}

    /**
     * Ends them and waits until they are gone, for a bounded time.
     *
     * @return how many there were
     */
    public static int end(WorkerDirectories directories) throws IOException, InterruptedException {
        List<ProcessHandle> leftovers = new ArrayList<>();
        for (WorkerDirectories.Found found : directories.all()) {
            Optional<ProcessHandle> process =
                    directories.pid(found).flatMap(ProcessHandle::of).filter(handle -> isOurs(handle, found));
            if (process.isPresent()) {
                LOG.info(
                        "ending worker of {} on port {} (pid {}), left behind by an earlier supervisor",
                        found.topologyId(),
                        found.port(),
                        process.get().pid());
                process.get().destroyForcibly();
                leftovers.add(process.get());
            }
            directories.removePid(found.topologyId(), found.port());
        }
        awaitExit(leftovers);
        return leftovers.size();
    }

    private static boolean isOurs(ProcessHandle process, WorkerDirectories.Found found) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("-Dvendaval.topology=" + found.topologyId() + " "))
                .filter(line -> line.contains("-Dvendaval.port=" + found.port() + " "))
                .isPresent();
    }

    private static void awaitExit(List<ProcessHandle> leftovers) throws IOException, InterruptedException {
        try {
            CompletableFuture.allOf(
                            leftovers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(EXIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("workers of an earlier supervisor do not end: " + leftovers, e);
        }
    }
}
