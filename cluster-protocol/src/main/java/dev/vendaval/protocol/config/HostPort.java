package dev.vendaval.protocol.config;

import org.jspecify.annotations.Nullable;

/**
 * Where something listens or is reached.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 0 for any free one
 */
public record HostPort(String host, int port) {
    /** Checks host and port. */
    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host is empty; write host:port, such as 127.0.0.1:6627");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of " + host + " is not from 0 to 65535");
        }
    }

    /** Reads {@code host:port} or {@code [ipv6]:port}; IllegalArgumentException says what would be right. */
    public static HostPort parse(String text) {
        return parse(text, -1);
    }

    /** The same; a text without port gets {@code defaultPort}. */
    public static HostPort parse(String text, int defaultPort) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        boolean bracketed = trimmed.startsWith("[");
        boolean withoutPort = colon < 0 || (bracketed && trimmed.endsWith("]"));
        if (withoutPort) {
            if (defaultPort < 0) {
                throw wrong(text, null);
            }
            return new HostPort(unbracketed(trimmed), defaultPort);
        }
        try {
            return new HostPort(
                    unbracketed(trimmed.substring(0, colon)), Integer.parseInt(trimmed.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
    }

    private static IllegalArgumentException wrong(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not an address; write host:port, such as 127.0.0.1:6627", cause);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
