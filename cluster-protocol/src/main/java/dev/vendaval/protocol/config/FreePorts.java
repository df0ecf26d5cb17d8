package dev.vendaval.protocol.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds ports for servers that start later. They are none of those that systems hand out to outgoing connections (from 32768
 * on in Linux, from 49152 on by RFC 6335): such a port may be free now and be taken by anybody's connection, for as long as
 * that lasts, before the server starts.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int ABOVE = 32_768;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /**
     * Different ports on which nobody listens now; nothing keeps them so. Any thread.
     *
     * @param count how many
     * @param host name or address of this machine that the servers will listen on
     * @throws IOException if the host is not known or not this machine, or hardly a port is free
     */
    public static List<Integer> choose(int count, String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        SplittableRandom chance = new SplittableRandom();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int port = 0; port < count; port++) {
                held.add(anyAt(address, chance));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static ServerSocket anyAt(InetAddress address, SplittableRandom chance) throws IOException {
        IOException last = new IOException("no port is free between " + LOWEST + " and " + (ABOVE - 1));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(address, chance.nextInt(LOWEST, ABOVE)), 1);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }
}
