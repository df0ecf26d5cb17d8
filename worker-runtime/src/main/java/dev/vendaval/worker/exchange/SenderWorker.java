package dev.vendaval.worker.exchange;

/**
 * Names the rings of another worker, in whichever life and session: a ring goes on where it was.
 *
 * @param index the worker's
 */
public record SenderWorker(int index) {}
