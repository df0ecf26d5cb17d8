package dev.vendaval.tests.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether somebody listens on a port of the loopback. */
public final class OpenPorts {
    private static final int CONNECT_MILLIS = 500;

    private OpenPorts() {}

    /** Whether somebody listens there. */
    public static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // Refused, as long as nobody listens.
        }
    }
}
