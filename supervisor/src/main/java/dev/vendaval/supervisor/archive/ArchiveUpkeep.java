package dev.vendaval.supervisor.archive;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a daemon's children have a class-data archive: makes it once, on the thread {@code class-archive}, beside
 * what the daemon does, and tells how to use what there is. Children that start before it is made start without.
 */
public final class ArchiveUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveUpkeep.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final List<ClassArchive> places;
    private final List<String> training;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "class-archive");

    private ArchiveUpkeep(List<ClassArchive> places, List<String> training, Clock clock) {
        this.places = List.copyOf(places);
        this.training = training;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /**
     * Begins; returns at once.
     *
     * @param places where it may be, the best first; none if there shall be no archive
     * @param training as for {@link ArchiveMaker}
     */
    public static ArchiveUpkeep start(List<ClassArchive> places, List<String> training, Clock clock) {
        ArchiveUpkeep upkeep = new ArchiveUpkeep(places, training, clock);
        upkeep.thread.start();
        return upkeep;
    }

    /** The options with which a JVM that is started now uses the archive; any thread. */
    public List<String> options() {
        return places.stream()
                .filter(ClassArchive::isCurrent)
                .findFirst()
                .map(ClassArchive::options)
                .orElse(List.of());
    }

    private void run() {
        try {
            for (ClassArchive place : places) {
                ArchiveMaker.Outcome outcome = new ArchiveMaker(place, training, clock).make();
                LOG.info("class-data archive {}: {}", place.file(), outcome);
                if (outcome != ArchiveMaker.Outcome.NOT_WRITABLE) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Closed before it was made; the next one makes it.
            Thread.currentThread().interrupt();
        }
    }

    /** Gives up what is not made yet, its JVM included. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
