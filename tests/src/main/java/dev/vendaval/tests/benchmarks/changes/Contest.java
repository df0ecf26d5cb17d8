package dev.vendaval.tests.benchmarks.changes;

import dev.vendaval.tests.benchmarks.StolenTime;
import dev.vendaval.tests.benchmarks.engine.Hosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs courses on systems, one cluster at a time: each system has hosts of its own for each course, made before it and
 * ended after it, so that no other one is on the machine. For one thread.
 */
final class Contest {
    /** In memory, so that no disk has a part in a figure; if it is not there, the directory for temporary files. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path directory;
    private final Comparison comparison;
    private final Consumer<String> progress;
    private final List<String> invalid = new ArrayList<>();
    private int submissions;

    /**
     * Starts nothing yet.
     *
     * @param directory for whatever the clusters write
     */
    Contest(Path directory, Comparison comparison, Consumer<String> progress) {
        this.directory = directory;
        this.comparison = comparison;
        this.progress = progress;
    }

    /** What did not work, or changed what nobody may notice, in words. The rounds before it count. */
    List<String> invalid() {
        return List.copyOf(invalid);
    }

    /** Runs a course so many times on one system and ends its hosts, also when this process is ended meanwhile. */
    void run(Course course, Hosts hosts, int rounds) throws IOException {
        if (!hosts.abilities().containsAll(course.needs())) {
            course.changes().forEach(change -> comparison.addMissing(hosts.system(), change));
            return;
        }
        Thread lastResort = new Thread(hosts::close, "changes-stop");
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            StolenTime stolen = new StolenTime();
            hosts.start(Files.createTempDirectory(directory, "cluster-of-" + hosts.system()));
            int trials = course.isAnewEachRound() ? rounds : 1;
            for (int trial = 0; trial < trials; trial++) {
                trial(course, hosts, rounds / trials);
            }
            progress.accept(course + " on " + hosts.system() + ": " + stolen.text());
        } catch (IllegalStateException e) {
            progress.accept(course + " on " + hosts.system() + ": " + e.getMessage());
            invalid.add(String.valueOf(e.getMessage()));
        } finally {
            hosts.close();
            Runtime.getRuntime().removeShutdownHook(lastResort);
        }
    }

    private void trial(Course course, Hosts hosts, int rounds) throws IOException {
        Path parent = Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : directory;
        Path tapes = Files.createTempDirectory(parent, "vendaval-changes-");
        try {
            new Trial(hosts, course, "counting" + ++submissions, tapes).run(rounds, outcome -> {
                int round = comparison.add(hosts.system(), outcome);
                String line = outcome.change().id() + " " + round + " " + hosts.system() + ": " + outcome.text();
                progress.accept(line);
                if (hosts.abilities().contains(Hosts.Ability.UNNOTICED)
                        && !outcome.change().isDeath()
                        && !outcome.isClean()) {
                    invalid.add(line);
                }
            });
        } finally {
            delete(tapes);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
