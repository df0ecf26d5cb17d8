package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.WorkerDeath;

/**
 * One death that one other supervisor is to hear of.
 *
 * @param failures tries so far that did not get through
 */
record Announcement(HostPort supervisor, WorkerDeath death, int failures) {
    Announcement failedAgain() {
        return new Announcement(supervisor, death, failures + 1);
    }
}
