package dev.vendaval.examples;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts words in memory and in {@code counts-<task>.tsv}. A word is acked only once a file that
 * counts it is in place, so a count is never lost: when the worker dies, the words since the last
 * file are replayed, and {@code prepare} goes on from that file.
 *
 * <p>In a rebalance an instance is prepared while the one before it still counts. So the file is
 * read again at the first word: from then on nobody else writes it. What is handed over is the file;
 * {@code prepareToMove} brings it up to date, so that nobody waits for the next tick.
 */
public final class CountBolt implements Bolt, StateHandover {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CountBolt.class);

    /** So that a fast stream is acked, and its memory freed, more often than once a second. */
    private static final int MOST_UNWRITTEN = 100_000;

    private static final int TOP = 5;

    private final String output;

    private transient @Nullable Running running;

    /**
     * Writes its counts there.
     *
     * @param output a directory
     */
    public CountBolt(String output) {
        this.output = output;
    }

    @Override
    public Map<String, Object> getComponentConfiguration() {
        return Map.of("topology.tick.tuple.freq", "1s");
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector collector)
            throws IOException {
        running = new Running(Path.of(output).resolve("counts-" + context.getThisTaskId() + ".tsv"), collector);
    }

    @Override
    public void execute(Tuple input) throws IOException {
        Running current = Objects.requireNonNull(running, "prepare was not called");
        if (input.isTick()) {
            if (current.write()) {
                current.logTop();
            }
        } else {
            current.count(input);
        }
    }

    @Override
    public void prepareToMove() {
        try {
            Objects.requireNonNull(running, "prepare was not called").write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The counts are in the file; keys that go to a new task are counted on in its file. */
    @Override
    public byte[] save() {
        return new byte[0];
    }

    @Override
    public void restore(byte[] state) {}

    @Override
    public void cleanup() throws IOException {
        if (running != null) {
            running.write();
        }
    }

    /** What exists from prepare to cleanup. */
    private static final class Running {
        private final Path file;
        private final OutputCollector collector;
        private final Map<String, Long> counts = new HashMap<>();
        private final List<Tuple> unwritten = new ArrayList<>();
        private long total;
        private boolean hasBegun;

        Running(Path file, OutputCollector collector) throws IOException {
            this.file = file;
            this.collector = collector;
            read();
        }

        private void read() throws IOException {
            counts.clear();
            total = 0;
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    int tab = line.lastIndexOf('\t');
                    long count = Long.parseLong(line.substring(tab + 1));
                    counts.put(line.substring(0, tab), count);
                    total += count;
                }
                LOG.info("going on from {} with {} words", file, total);
            }
        }

        void count(Tuple input) throws IOException {
            if (!hasBegun) {
                hasBegun = true;
                read();
            }
            counts.merge(input.getString(0), 1L, Long::sum);
            total++;
            unwritten.add(input);
            if (unwritten.size() >= MOST_UNWRITTEN) {
                write();
            }
        }

        /** Puts what was counted since into the file, then acks it; false if there was nothing. */
        boolean write() throws IOException {
            if (unwritten.isEmpty()) {
                return false;
            }
            AtomicFile.write(file, writer -> {
                for (Map.Entry<String, Long> count : counts.entrySet()) {
                    writer.append(count.getKey())
                            .append('\t')
                            .append(count.getValue().toString())
                            .append('\n');
                }
            });
            unwritten.forEach(collector::ack);
            unwritten.clear();
            return true;
        }

        void logTop() {
            String top = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                    .limit(TOP)
                    .map(count -> count.getKey() + "=" + count.getValue())
                    .collect(Collectors.joining(" "));
            LOG.info("counted words={} distinct={} top {}", total, counts.size(), top);
        }
    }
}
