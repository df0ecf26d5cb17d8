package dev.vendaval.protocol.state;

/** Presence of a process; lasts until closed or the process dies. Re-made after a lost session. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
