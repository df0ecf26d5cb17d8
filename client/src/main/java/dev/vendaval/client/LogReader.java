package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SupervisorService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topology's worker logs from the supervisors that have its workers. Without {@code follow} one supervisor after
 * the other on the caller's thread; with it one thread per supervisor, all joined before the call returns.
 */
final class LogReader {
    private final NimbusService nimbus;
    private final SupervisorConnector connector;
    private final Caller caller;
    private final CountDownLatch closed;

    LogReader(NimbusService nimbus, SupervisorConnector connector, Caller caller, CountDownLatch closed) {
        this.nimbus = nimbus;
        this.connector = connector;
        this.caller = caller;
        this.closed = closed;
    }

    void read(LogQuery query, Consumer<LogLine> sink) {
        TopologyInfo info = nimbus.info(caller, query.topology());
        checkComponent(query.component(), info);
        Map<HostPort, String> supervisors = supervisorsOf(info, query.port());
        LogRequest request = new LogRequest(info.id(), query.component(), query.port(), query.lines(), query.follow());
        if (query.follow()) {
            try (TopologyWatch watch = TopologyWatch.start(nimbus, caller, info.name(), info.id())) {
                followAll(supervisors, request, sink, () -> watch.isGone() || closed.getCount() == 0);
            }
        } else {
            readAll(supervisors, request, sink);
        }
    }

    /** One that cannot be reached does not keep the lines of the others back. */
    private void readAll(Map<HostPort, String> supervisors, LogRequest request, Consumer<LogLine> sink) {
        @Nullable ServiceException first = null;
        for (Map.Entry<HostPort, String> each : supervisors.entrySet()) {
            try {
                readOne(each.getKey(), request, sink, () -> closed.getCount() == 0);
            } catch (ServiceException e) {
                first = first == null ? missing(each.getValue(), request, e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Nimbus has answered: it is the supervisor that is away. */
    private static ServiceException missing(String workers, LogRequest request, ServiceException cause) {
        return cause.code() == Code.NO_CLUSTER
                ? new ServiceException(
                        Code.ILLEGAL_STATE,
                        "the logs of " + workers + " cannot be read: " + cause.getMessage(),
                        "start its supervisor again, or read the files in its log.dir under workers/"
                                + request.topologyId(),
                        cause)
                : cause;
    }

    private void readOne(
            HostPort address, LogRequest request, Consumer<LogLine> sink, SupervisorService.Cancellation cancelled) {
        connector.supervisor(address).logs(caller, request, sink, cancelled);
    }

    private void followAll(
            Map<HostPort, String> supervisors,
            LogRequest request,
            Consumer<LogLine> sink,
            SupervisorService.Cancellation cancelled) {
        Object oneAtATime = new Object();
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        List<Thread> readers = new ArrayList<>();
        supervisors.forEach((address, workers) -> {
            Runnable read = () -> {
                try {
                    readOne(
                            address,
                            request,
                            line -> {
                                synchronized (oneAtATime) {
                                    sink.accept(line);
                                }
                            },
                            () -> interrupted.get() || cancelled.isCancelled());
                } catch (ServiceException e) {
                    failure.compareAndSet(null, missing(workers, request, e));
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            };
            Thread reader = new Thread(read, "logs-" + address);
            reader.setDaemon(true);
            reader.start();
            readers.add(reader);
        });
        join(readers, interrupted);
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private static void join(List<Thread> readers, AtomicBoolean interrupted) {
        for (Thread reader : readers) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                // Following has no other end than this, the client's close, or the topology's.
                interrupted.set(true);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void checkComponent(@Nullable String component, TopologyInfo info) {
        Set<String> known = info.components().stream()
                .map(TopologyInfo.Component::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (component != null && !known.contains(component)) {
            throw new ServiceException(
                    Code.NOT_FOUND,
                    "topology '" + info.name() + "' has no component '" + component + "'",
                    "its components are " + String.join(", ", known));
        }
    }

    /** Where the supervisors are, with the workers of the topology that each has. */
    private Map<HostPort, String> supervisorsOf(TopologyInfo info, int port) {
        Map<String, String> workers = info.workers().stream()
                .filter(worker -> port == 0 || worker.port() == port)
                .collect(Collectors.toMap(
                        TopologyInfo.Worker::supervisor,
                        worker -> worker.host() + ":" + worker.port(),
                        (one, other) -> one + ", " + other));
        if (workers.isEmpty()) {
            throw noWorker(info, port);
        }
        Map<HostPort, String> supervisors = new LinkedHashMap<>();
        for (ClusterSummary.Supervisor supervisor : nimbus.cluster(caller).supervisors()) {
            String there = workers.get(supervisor.id());
            if (there != null) {
                supervisors.put(new HostPort(supervisor.host(), supervisor.port()), there);
            }
        }
        if (supervisors.isEmpty()) {
            throw new ServiceException(
                    Code.NO_CLUSTER,
                    "no supervisor that runs topology '" + info.name() + "' is up",
                    "see vendaval cluster; the log files are in its log.dir under workers/" + info.id());
        }
        return supervisors;
    }

    private static ServiceException noWorker(TopologyInfo info, int port) {
        String workers = info.workers().stream()
                .map(worker -> worker.host() + ":" + worker.port())
                .collect(Collectors.joining(", "));
        return new ServiceException(
                workers.isEmpty() ? Code.ILLEGAL_STATE : Code.NOT_FOUND,
                "topology '" + info.name() + "' has no worker" + (port == 0 ? " yet" : " on port " + port),
                workers.isEmpty() ? "see vendaval info " + info.name() : "its workers are " + workers);
    }
}
