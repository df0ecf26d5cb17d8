package dev.vendaval.protocol.service;

/**
 * Who makes a request; on every call. Not authenticated yet.
 *
 * @param user the operating system's user name
 * @param host the caller's host name
 * @param program what calls, for example {@code vendaval-cli 0.1.0}
 */
public record Caller(String user, String host, String program) {}
