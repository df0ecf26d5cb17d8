package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.results.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs scenarios on all systems, interleaved: one round of each system after the other, as often as asked, so that what
 * slows the machine for a while slows all. One system's workload at a time; clusters are started when first needed and
 * idle otherwise.
 */
final class Session implements AutoCloseable {
    /** In memory, so that no disk has a part in a figure; if it is not there, the directory for temporary files. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** A peer's round that was not valid is repeated once; ours never: one lost tuple is a fault. */
    private static final int ATTEMPTS_OF_PEERS = 2;

    private final List<Engine> engines;
    private final Path directory;
    private final Timing timing;
    private final int repeat;
    private final Consumer<String> progress;
    private final Set<Engine> started = new LinkedHashSet<>();
    private final List<String> invalid = new ArrayList<>();

    /** Starts nothing yet. Vendaval is the first of the engines; the session closes those it starts. */
    Session(List<Engine> engines, Path directory, Timing timing, int repeat, Consumer<String> progress) {
        this.engines = List.copyOf(engines);
        this.directory = directory;
        this.timing = timing;
        this.repeat = repeat;
        this.progress = progress;
    }

    private record Contender(Engine engine, SystemResult result) {}

    /** Empty if Vendaval's rounds are not valid; a peer whose rounds are not is left out and noted. */
    List<SystemResult> run(Scenario scenario) throws IOException {
        List<Contender> contenders = contenders(scenario);
        for (int round = 0; round <= repeat && !contenders.isEmpty(); round++) {
            if (round == 0 && scenario.kind() != Scenario.Kind.FIRST_TUPLE) {
                continue; // Only there does an unmeasured round have a purpose: it warms caches of the artifact.
            }
            for (Contender contender : List.copyOf(contenders)) {
                if (!round(scenario, contender, round)) {
                    contenders.remove(contender);
                }
            }
        }
        List<SystemResult> results = contenders.stream().map(Contender::result).toList();
        boolean vendavalRan = !contenders.isEmpty() && contenders.get(0).engine() == engines.get(0);
        return vendavalRan ? results : List.of();
    }

    /** What was not valid, in words. */
    List<String> invalid() {
        return List.copyOf(invalid);
    }

    private List<Contender> contenders(Scenario scenario) {
        List<Contender> contenders = new ArrayList<>();
        for (Engine engine : engines) {
            List<String> systems = scenario.isSurvey() ? engine.systems().subList(0, 1) : engine.systems();
            for (String system : systems) {
                if (engine.runs(system, scenario.workload())) {
                    contenders.add(new Contender(engine, new SystemResult(engine, system, scenario)));
                }
            }
        }
        return contenders;
    }

    private boolean round(Scenario scenario, Contender contender, int round) throws IOException {
        String system = contender.result().system();
        String what = scenario.id() + " " + (round == 0 ? "unmeasured" : round + "/" + repeat) + " " + system + ": ";
        int attempts = contender.engine() == engines.get(0) ? 1 : ATTEMPTS_OF_PEERS;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            try {
                Measurement measured = measure(scenario, contender.engine(), system);
                progress.accept(what + Figures.text(measured.value()) + " " + scenario.unit() + ", "
                        + Figures.text(measured.cpuCores()) + " cores, "
                        + Figures.megabytes((double) measured.rssBytes())
                        + (measured.toSink().isEmpty()
                                ? ""
                                : ", to sink " + measured.toSink().document())
                        + (measured.toAck().isEmpty()
                                ? ""
                                : ", to ack " + measured.toAck().document()));
                if (round > 0) {
                    contender.result().add(measured);
                }
                return true;
            } catch (InvalidRunException | IllegalStateException e) {
                progress.accept(what + "attempt " + attempt + " of " + attempts + ": " + e.getMessage());
                if (attempt == attempts) {
                    invalid.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return false;
    }

    private Measurement measure(Scenario scenario, Engine engine, String system) throws IOException {
        boolean isNew;
        synchronized (started) {
            isNew = started.add(engine);
        }
        if (isNew) {
            start(engine, system);
        }
        Path parent = Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : directory;
        Path tally = Files.createTempDirectory(parent, "vendaval-benchmark-");
        try {
            return new Round(engine, system, scenario, timing, tally).run();
        } finally {
            delete(tally);
        }
    }

    private void start(Engine engine, String system) throws IOException {
        try {
            engine.start(Files.createTempDirectory(directory, "cluster-of-" + system));
        } catch (IOException | RuntimeException e) {
            // The next attempt, or the next scenario, begins with a cluster of its own.
            synchronized (started) {
                started.remove(engine);
            }
            engine.close();
            throw e;
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Stops all clusters; may be called twice, and by the thread that ends the JVM. */
    @Override
    public void close() {
        List<Engine> reversed;
        synchronized (started) {
            reversed = new ArrayList<>(started);
            started.clear();
        }
        Collections.reverse(reversed);
        List<RuntimeException> failures = new ArrayList<>();
        for (Engine engine : reversed) {
            try {
                engine.close();
            } catch (RuntimeException e) {
                // The others are to be stopped all the same.
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            IllegalStateException failure = new IllegalStateException("not every cluster stopped in order");
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
