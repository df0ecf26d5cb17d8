package dev.vendaval.client;

import java.time.Duration;

/**
 * How to submit.
 *
 * @param awaitWorkers false to return as soon as Nimbus has accepted
 * @param inactive true to leave the spouts silent until activated
 * @param timeout how long to wait for the workers
 */
public record SubmitOptions(boolean awaitWorkers, boolean inactive, Duration timeout) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    public static final SubmitOptions DEFAULT = new SubmitOptions(true, false, DEFAULT_TIMEOUT);
}
