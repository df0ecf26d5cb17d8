package dev.vendaval.examples;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a text once and emits each line with its number as message id. A failed line is emitted
 * again until it is acked. Task {@code i} of {@code n} reads the lines whose number leaves {@code i}
 * when divided by {@code n}.
 *
 * <p>Restartable: the number below which every line is acked is kept in {@code position-<i>.tsv}, at
 * most a second old, and {@code open} goes on from there; so lines may be repeated after a crash,
 * none is missing.
 */
public final class LineSpout implements Spout {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LineSpout.class);
    private static final long SAVE_INTERVAL_NANOS = 1_000_000_000L;

    private final String input;
    private final String output;
    private final long linesPerSecond;

    private transient @Nullable Running running;

    /**
     * Reads a text.
     *
     * @param input a file, or a directory of files
     * @param output the directory in which positions are kept
     * @param linesPerSecond over all tasks; 0 means as fast as they are taken
     */
    public LineSpout(String input, String output, long linesPerSecond) {
        this.input = input;
        this.output = output;
        this.linesPerSecond = linesPerSecond;
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector)
            throws IOException {
        int tasks = context.getComponentTasks(context.getThisComponentId()).size();
        running = new Running(collector, context.getThisTaskIndex(), tasks);
    }

    @Override
    public void nextTuple() throws IOException {
        running().nextTuple();
    }

    @Override
    public void ack(Object messageId) {
        running().unacked.remove(messageId);
    }

    @Override
    public void fail(Object messageId) {
        running().failed.add((Long) messageId);
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("line"));
    }

    private Running running() {
        return Objects.requireNonNull(running, "open was not called");
    }

    /** What exists from open to close. */
    private final class Running {
        private final SpoutOutputCollector collector;
        private final int index;
        private final int tasks;
        private final Path positionFile;
        private final TextLines lines;
        private final long startedAtNanos = System.nanoTime();

        /** By line number, in the order first emitted, so the first key is the lowest. */
        private final Map<Long, String> unacked = new LinkedHashMap<>();

        private final Deque<Long> failed = new ArrayDeque<>();
        private long emitted;
        private long savedAtNanos = startedAtNanos;
        private boolean ended;

        Running(SpoutOutputCollector collector, int index, int tasks) throws IOException {
            this.collector = collector;
            this.index = index;
            this.tasks = tasks;
            positionFile = Path.of(output).resolve("position-" + index + ".tsv");
            lines = TextLines.open(Path.of(input));
            long position = Files.exists(positionFile)
                    ? Long.parseLong(Files.readString(positionFile).strip())
                    : 0;
            lines.skipTo(position);
            LOG.info("reading {} from line {}", input, lines.position());
        }

        void nextTuple() throws IOException {
            long now = System.nanoTime();
            if (now - savedAtNanos > SAVE_INTERVAL_NANOS) {
                savedAtNanos = now;
                save();
            }
            Long again = failed.poll();
            if (again != null) {
                emit(again, Objects.requireNonNull(unacked.get(again), "failed line is not pending"));
            } else if (!ended && isDue(now)) {
                emitNextLine();
            }
        }

        private boolean isDue(long now) {
            return linesPerSecond == 0
                    || (double) emitted * tasks * 1e9 / linesPerSecond <= (double) (now - startedAtNanos);
        }

        private void emitNextLine() throws IOException {
            String line = lines.next();
            while (line != null && (lines.position() - 1) % tasks != index) {
                line = lines.next();
            }
            if (line == null) {
                ended = true;
                LOG.info("end of text after {} lines", lines.position());
                return;
            }
            long number = lines.position() - 1;
            unacked.put(number, line);
            emitted++;
            emit(number, line);
        }

        private void emit(long number, String line) {
            collector.emit(new Values(line), number);
        }

        private void save() throws IOException {
            long position = unacked.isEmpty()
                    ? lines.position()
                    : unacked.keySet().iterator().next();
            AtomicFile.write(positionFile, writer -> writer.write(Long.toString(position)));
        }

        void close() throws IOException {
            save();
            lines.close();
        }
    }
}
