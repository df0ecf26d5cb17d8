package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.NimbusRpcGrpc;
import dev.vendaval.protocol.proto.NimbusRpcGrpc.NimbusRpcBlockingStub;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call at the leading Nimbus: asks the one that led last, then the seeds, follows what those that do not lead
 * give as hint, and goes round until the deadline. Thread-safe.
 */
final class LeaderSearch {
    private static final long ROUND_PAUSE_MILLIS = 100;

    /** After that a person wants to know what takes so long. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** So little is not worth the words. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Channels channels;
    private final List<HostPort> seeds;
    private final Duration deadline;
    private final Consumer<String> waiting;
    private final Map<HostPort, ManagedChannel> open = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable HostPort lastLeader;

    /**
     * @param waiting is told once in a call that it takes long, by the thread that calls
     */
    LeaderSearch(Channels channels, List<HostPort> seeds, Duration deadline, Consumer<String> waiting) {
        this.channels = channels;
        this.seeds = List.copyOf(seeds);
        this.deadline = deadline;
        this.waiting = waiting;
    }

    /** An answer and who gave it. */
    record Answer<A>(A value, HostPort leader, ManagedChannel channel) {}

    <A> A call(Caller caller, Function<NimbusRpcBlockingStub, A> call) {
        return find(caller, call).value();
    }

    <A> Answer<A> find(Caller caller, Function<NimbusRpcBlockingStub, A> call) {
        return new Search<>(caller, call).run();
    }

    private ManagedChannel channel(HostPort address) {
        return open.computeIfAbsent(address, channels::control);
    }

    void close() {
        closed.countDown();
        open.values().forEach(channels::close);
        open.clear();
    }

    /** One call on its way to the leader; owned by the thread that makes it. */
    private final class Search<A> {
        private final Caller caller;
        private final Function<NimbusRpcBlockingStub, A> call;
        private final long endNanos = System.nanoTime() + deadline.toNanos();
        /** What each Nimbus said, or why it said nothing, in the last round that came to anything. */
        private final List<String> problems = new ArrayList<>();

        private boolean roundIsNew;
        private @Nullable Throwable lastCause;
        private boolean anyAnswered;
        private boolean saidSo;

        Search(Caller caller, Function<NimbusRpcBlockingStub, A> call) {
            this.caller = caller;
            this.call = call;
        }

        Answer<A> run() {
            do {
                Answer<A> answer = round();
                if (answer != null) {
                    return answer;
                }
                sayThatItWaits();
            } while (remainingNanos() > 0 && pause());
            throw gaveUp();
        }

        private void sayThatItWaits() {
            long left = remainingNanos();
            if (!saidSo && deadline.toNanos() - left > QUIET_NANOS && left > LEAST_NANOS) {
                saidSo = true;
                long seconds = TimeUnit.NANOSECONDS.toSeconds(left);
                waiting.accept("waiting for a Nimbus that leads, up to " + seconds + " s more" + problems());
            }
        }

        private void problem(String what) {
            if (roundIsNew) {
                problems.clear();
                roundIsNew = false;
            }
            problems.add(what);
        }

        private String problems() {
            return problems.isEmpty() ? "" : "; last: " + String.join("; ", problems);
        }

        private long remainingNanos() {
            return endNanos - System.nanoTime();
        }

        /** Asks everybody known once, and whoever they point to. */
        private @Nullable Answer<A> round() {
            roundIsNew = true;
            Set<HostPort> asked = new LinkedHashSet<>();
            HostPort next = lastLeader;
            int seed = 0;
            while (remainingNanos() > 0) {
                if (next == null) {
                    if (seed == seeds.size()) {
                        return null;
                    }
                    next = seeds.get(seed++);
                }
                HostPort address = next;
                next = null;
                if (asked.add(address)) {
                    Attempt<A> attempt = ask(address);
                    if (attempt.answer() != null) {
                        lastLeader = address;
                        return attempt.answer();
                    }
                    next = attempt.redirect();
                }
            }
            return null;
        }

        private Attempt<A> ask(HostPort address) {
            ManagedChannel channel = channel(address);
            if (channels.isSilentFor(channel, Duration.ofNanos(Math.min(Limits.CONNECT.toNanos(), remainingNanos())))) {
                problem("Nimbus at " + address + " takes connections but does not answer");
                return new Attempt<>(null, null);
            }
            NimbusRpcBlockingStub stub = NimbusRpcGrpc.newBlockingStub(channel)
                    .withInterceptors(CallerHeader.attaching(caller))
                    .withDeadlineAfter(remainingNanos(), TimeUnit.NANOSECONDS);
            try {
                return new Attempt<>(new Answer<>(call.apply(stub), address, channel), null);
            } catch (StatusRuntimeException e) {
                ServiceException refused = Errors.incoming("Nimbus at " + address, e);
                if (refused.code() == SubmitException.Code.TIMEOUT && lastCause != null) {
                    // Time ran out while connecting once more: what went before says why.
                    return new Attempt<>(null, null);
                }
                if (refused.code() != SubmitException.Code.NO_CLUSTER) {
                    throw refused;
                }
                lastCause = refused;
                if (Errors.isUnreachable(e)) {
                    problem(String.valueOf(refused.getMessage()));
                    // Otherwise the channel would answer from memory for its back-off.
                    channel.resetConnectBackoff();
                    return new Attempt<>(null, null);
                }
                anyAnswered = true;
                problem("Nimbus at " + address + ": " + refused.getMessage());
                return new Attempt<>(null, hinted(refused.hint()));
            }
        }

        private static @Nullable HostPort hinted(@Nullable String hint) {
            if (hint == null) {
                return null;
            }
            try {
                return HostPort.parse(hint);
            } catch (IllegalArgumentException e) {
                // A hint for people, not an address: there is nobody to go on to.
                return null;
            }
        }

        /** Returns false when the client was closed or the thread interrupted meanwhile. */
        private boolean pause() {
            boolean closedMeanwhile = Waiting.atMost(ROUND_PAUSE_MILLIS, TimeUnit.MILLISECONDS, closed::await);
            return !closedMeanwhile && !Thread.currentThread().isInterrupted();
        }

        private ServiceException gaveUp() {
            if (anyAnswered) {
                return new ServiceException(
                        SubmitException.Code.NO_CLUSTER,
                        "no Nimbus leads" + problems(),
                        "repeat the command: when a leader dies another Nimbus takes over once its session has ended"
                                + " (zookeeper.session.timeout, 10s by default); if it lasts, ZooKeeper may be away:"
                                + " nimbus.log says so",
                        lastCause);
            }
            return new ServiceException(
                    SubmitException.Code.NO_CLUSTER,
                    "no Nimbus reachable at " + seedsText() + " within " + deadline.toMillis() / 1000.0 + " s"
                            + problems(),
                    "is Nimbus running there? set nimbus.seeds to where it is",
                    lastCause);
        }

        private String seedsText() {
            return String.join(", ", seeds.stream().map(HostPort::toString).toList());
        }
    }

    /** What one Nimbus said: an answer, or perhaps where the leader is. */
    private record Attempt<A>(
            @Nullable Answer<A> answer, @Nullable HostPort redirect) {}
}
