package dev.vendaval.protocol.state;

/** A read or write of the cluster state that did not happen. */
public sealed class ClusterStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterStateException(String message) {
        super(message);
    }

    ClusterStateException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A newer leader exists; the caller must stop acting as one. */
    public static final class StaleLeader extends ClusterStateException {
        private static final long serialVersionUID = 1L;

        public StaleLeader(String message) {
            super(message);
        }
    }

    /** What was read has changed since; read again and decide again. */
    public static final class VersionConflict extends ClusterStateException {
        private static final long serialVersionUID = 1L;

        public VersionConflict(String message) {
            super(message);
        }
    }

    /** A live topology has that name. */
    public static final class NameTaken extends ClusterStateException {
        private static final long serialVersionUID = 1L;

        public NameTaken(String message) {
            super(message);
        }
    }

    /** A definition larger than one record may be. */
    public static final class TooLarge extends ClusterStateException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message);
        }
    }

    /** Not reachable now; nothing is known about whether a write happened. */
    public static final class Unavailable extends ClusterStateException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A record is there but is not one that this version knows: damaged, or written by a newer one. */
    public static final class Unreadable extends ClusterStateException {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
