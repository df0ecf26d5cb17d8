package dev.vendaval.protocol.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The network threads of one factory. gRPC's own are shared by the whole JVM and linger after the last channel; these
 * end when they are closed. A thread starts with its first connection.
 */
final class EventLoops {
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private final Class<? extends Channel> channelType;
    private final Class<? extends ServerChannel> serverChannelType;

    EventLoops() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        DefaultThreadFactory threadFactory = new DefaultThreadFactory("vendaval-network", true);
        if (Epoll.isAvailable()) {
            group = new MultiThreadIoEventLoopGroup(threads, threadFactory, EpollIoHandler.newFactory());
            channelType = EpollSocketChannel.class;
            serverChannelType = EpollServerSocketChannel.class;
        } else {
            group = new MultiThreadIoEventLoopGroup(threads, threadFactory, NioIoHandler.newFactory());
            channelType = NioSocketChannel.class;
            serverChannelType = NioServerSocketChannel.class;
        }
    }

    EventLoopGroup group() {
        return group;
    }

    Class<? extends Channel> channelType() {
        return channelType;
    }

    Class<? extends ServerChannel> serverChannelType() {
        return serverChannelType;
    }

    /** Whether the current thread is one of these, so that it must not wait. */
    boolean isCurrentThread() {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** Ends the threads and waits for them; channels and servers must be closed before. */
    void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        Waiting.atMost(CLOSE_SECONDS, TimeUnit.SECONDS, group::awaitTermination);
    }
}
