package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Makes the channels of one factory and knows those that are open. Answers are handled on the network threads, since
 * all handlers only hand on.
 */
final class Channels {
    private final EventLoops loops;
    private final Executor nameLookups;
    private final Set<ManagedChannel> open = ConcurrentHashMap.newKeySet();

    Channels(EventLoops loops, Executor nameLookups) {
        this.loops = loops;
        this.nameLookups = nameLookups;
    }

    /** For control: small messages, probed while silent. */
    ManagedChannel control(HostPort address) {
        return opened(builder(address)
                .keepAliveTime(Limits.KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(Limits.KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS));
    }

    private NettyChannelBuilder builder(HostPort address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .eventLoopGroup(loops.group())
                .channelType(loops.channelType())
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(Limits.CONNECT.toMillis()))
                .directExecutor()
                .offloadExecutor(nameLookups)
                .disableRetry()
                .maxInboundMessageSize(Limits.MESSAGE_BYTES)
                .maxInboundMetadataSize(Limits.METADATA_BYTES);
    }

    /**
     * Connects if need be; true if the other side takes the connection and then says nothing for as long as the bound, as
     * a stopped process (SIGSTOP) does. A refusal is not silence: the call itself says it best.
     */
    boolean isSilentFor(ManagedChannel channel, Duration bound) {
        long endNanos = System.nanoTime() + bound.toNanos();
        ConnectivityState state = channel.getState(true);
        while (state != ConnectivityState.READY) {
            if (state == ConnectivityState.SHUTDOWN || state == ConnectivityState.TRANSIENT_FAILURE) {
                return false;
            }
            if (endNanos - System.nanoTime() <= 0) {
                return true;
            }
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(state, changed::countDown);
            boolean inTime = Waiting.atMost(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS, changed::await);
            if (!inTime && Thread.currentThread().isInterrupted()) {
                return false; // the call notices, too
            }
            state = channel.getState(true);
        }
        return false;
    }

    private ManagedChannel opened(NettyChannelBuilder builder) {
        open.removeIf(ManagedChannel::isTerminated);
        ManagedChannel channel = builder.build();
        open.add(channel);
        return channel;
    }

    /** Ends a channel at once and waits for that, within a bound. */
    void close(ManagedChannel channel) {
        channel.shutdownNow();
        open.remove(channel);
        // A network thread that waited here would wait for itself.
        if (!loops.isCurrentThread()) {
            Waiting.atMost(Limits.CLOSE.toMillis(), TimeUnit.MILLISECONDS, channel::awaitTermination);
        }
    }

    /** Lets the calls of a channel end by themselves, within a bound; returns at once. */
    void closeGently(ManagedChannel channel) {
        channel.shutdown();
        try {
            loops.group().schedule(channel::shutdownNow, Limits.CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            channel.shutdownNow(); // the factory is closed, and with it all that could still arrive
        }
    }

    /** Ends all of them: at once, but those that are being closed gently have their time. */
    void close() {
        open.stream().filter(channel -> !channel.isShutdown()).forEach(ManagedChannel::shutdownNow);
        awaitEnd();
        open.forEach(ManagedChannel::shutdownNow);
        awaitEnd();
        open.clear();
    }

    private void awaitEnd() {
        long end = System.nanoTime() + Limits.CLOSE.toNanos();
        open.forEach(
                channel -> Waiting.atMost(end - System.nanoTime(), TimeUnit.NANOSECONDS, channel::awaitTermination));
    }
}
