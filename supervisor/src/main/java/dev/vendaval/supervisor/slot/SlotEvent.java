package dev.vendaval.supervisor.slot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can happen to a slot. */
public sealed interface SlotEvent {
    /** In words, for the log. */
    String why();

    /**
     * What the slot is meant to run was read from the assignments.
     *
     * @param target null for nothing
     * @param reason why, in words for the worker that may have to go
     */
    record Wanted(@Nullable SlotTarget target, String reason) implements SlotEvent {
        @Override
        public String why() {
            return target == null ? reason : "it is assigned";
        }
    }

    /** The artifact is in the cache. */
    record ArtifactReady(String artifact) implements SlotEvent {
        @Override
        public String why() {
            return "its artifact is here";
        }
    }

    /** The artifact could not be had. */
    record ArtifactFailed(String artifact, String message) implements SlotEvent {
        @Override
        public String why() {
            return message;
        }
    }

    /** The process was started; {@code launch} is the launch count of its incarnation. */
    record Launched(long launch) implements SlotEvent {
        @Override
        public String why() {
            return "launch " + launch;
        }
    }

    /** The process could not be started. */
    record LaunchFailed(String message) implements SlotEvent {
        @Override
        public String why() {
            return message;
        }
    }

    /**
     * A worker of an earlier supervisor was found in the slot, alive.
     *
     * @param launch the launch count of its incarnation
     * @param age since its launch
     */
    record Adopted(SlotTarget target, long launch, Duration age) implements SlotEvent {
        @Override
        public String why() {
            return "the worker of launch " + launch + " was found alive";
        }
    }

    /** The worker has said hello. */
    record Hello(long launch) implements SlotEvent {
        @Override
        public String why() {
            return "the worker said hello";
        }
    }

    /** The worker gave a sign of life. */
    record Alive(long launch) implements SlotEvent {
        @Override
        public String why() {
            return "the worker is alive";
        }
    }

    /**
     * What the threads of the silent worker do was written down, or could not be.
     *
     * @param where a part of a sentence for the user
     */
    record Dumped(long launch, String where) implements SlotEvent {
        @Override
        public String why() {
            return where;
        }
    }

    /**
     * The process is gone.
     *
     * @param lastWords the last line of its log, or null if there is none
     */
    record Exited(long launch, int exitCode, @Nullable String lastWords) implements SlotEvent {
        @Override
        public String why() {
            return "the worker ended with exit code " + exitCodeText();
        }

        /** An adopted worker's is not: only a parent is told. */
        boolean isCodeKnown() {
            return exitCode >= 0;
        }

        String exitCodeText() {
            return isCodeKnown() ? Integer.toString(exitCode) : "unknown";
        }
    }

    /** Time has passed. */
    record Tick() implements SlotEvent {
        @Override
        public String why() {
            return "time has passed";
        }
    }
}
