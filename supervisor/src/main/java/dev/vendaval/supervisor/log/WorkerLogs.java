package dev.vendaval.supervisor.log;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SupervisorService.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The logs of this host's workers, living or gone, for clients:
 *
 * <pre>
 *   LOG.DIR/workers/TOPOLOGY/PORT/worker.log
 * </pre>
 *
 * Thread-safe; every request runs on its caller's thread and ends when the caller goes away or the
 * supervisor closes. What a topology has not logged here yet is simply no lines: its worker may just
 * be starting.
 */
public final class WorkerLogs implements AutoCloseable {
    /** The most lines from the end of one log; they are held in memory. */
    public static final int MOST_LINES = 10_000;

    /** More than a stack trace with its causes has. */
    private static final int LAST_LINES = 400;

    /** Begins what a stack trace says of a cause. */
    private static final String CAUSE = "Caused by: ";

    private static final String FILE_NAME = "worker.log";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final Path root;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** The logs below this log.dir. */
    public WorkerLogs(Path logDir) {
        this.root = logDir.resolve("workers");
    }

    /** Where the worker of this topology and slot logs. */
    public Path file(String topologyId, int port) {
        return root.resolve(topologyId).resolve(Integer.toString(port)).resolve(FILE_NAME);
    }

    /**
     * The last line of a worker's log, shortened, or null if there is none. Of a stack trace, what was thrown and its
     * deepest cause: frames tell an operator nothing.
     */
    public @Nullable String lastLine(String topologyId, int port) throws IOException {
        Path file = file(topologyId, port);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        List<String> lines = LogTail.read(file, new LineOwner(null), LAST_LINES).lines();
        @Nullable String last = null;
        String before = "";
        for (String line : lines) {
            if (line.startsWith(CAUSE) && last != null) {
                before = before.isEmpty() ? last + "; " : before;
                last = before + line;
            } else if (!line.isBlank() && (last == null || !Character.isWhitespace(line.charAt(0)))) {
                before = "";
                last = line;
            }
        }
        return last == null || last.length() <= 300 ? last : last.substring(0, 300) + "...";
    }

    /** Sends the lines asked for to {@code sink}; blocks as long as the request goes on. */
    public void read(LogRequest request, Consumer<LogLine> sink, Cancellation cancelled) {
        check(request);
        Map<Integer, LogFollower> followers = new TreeMap<>();
        try {
            boolean goOn = true;
            while (goOn && !cancelled.isCancelled()) {
                boolean any = openNew(request, followers, sink);
                for (var follower : followers.entrySet()) {
                    any |= request.follow() && follower.getValue().poll(lines(follower.getKey(), sink));
                }
                goOn = request.follow() && !closed.await(any ? 0 : POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            throw new ServiceException(
                    SubmitException.Code.INTERNAL,
                    "cannot read the log of " + request.topologyId() + ": " + e.getMessage(),
                    null,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(LogRequest request) {
        Path directory = root.resolve(request.topologyId());
        boolean safe = !request.topologyId().isBlank()
                && directory.getNameCount() == root.getNameCount() + 1
                && directory.normalize().equals(directory);
        if (!safe) {
            throw new ServiceException(
                    SubmitException.Code.NOT_FOUND,
                    "'" + request.topologyId() + "' is not the id of a topology",
                    "the ids are those in `vendaval list`");
        }
        if (request.lines() < 0 || request.lines() > MOST_LINES) {
            throw new ServiceException(
                    SubmitException.Code.USAGE,
                    request.lines() + " lines of a log were asked for",
                    "ask for 0 to " + MOST_LINES);
        }
    }

    /** Starts on logs seen for the first time; returns whether there were any. */
    private boolean openNew(LogRequest request, Map<Integer, LogFollower> followers, Consumer<LogLine> sink)
            throws IOException {
        LineOwner owner = new LineOwner(request.component());
        boolean any = false;
        for (int port : ports(request)) {
            Path file = file(request.topologyId(), port);
            if (!followers.containsKey(port) && Files.isRegularFile(file)) {
                followers.put(port, LogFollower.after(file, owner, request.lines(), lines(port, sink)));
                any = true;
            }
        }
        return any;
    }

    private List<Integer> ports(LogRequest request) throws IOException {
        if (request.port() != 0) {
            return List.of(request.port());
        }
        try (Stream<Path> slots = Files.list(root.resolve(request.topologyId()))) {
            return slots.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,5}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Consumer<String> lines(int port, Consumer<LogLine> sink) {
        return line -> sink.accept(new LogLine(port, line));
    }

    /** Ends the requests that follow. */
    @Override
    public void close() {
        closed.countDown();
    }
}
