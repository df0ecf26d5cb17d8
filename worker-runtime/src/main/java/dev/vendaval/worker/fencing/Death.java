package dev.vendaval.worker.fencing;

import dev.vendaval.protocol.report.Incarnation;

/**
 * The end of a life of a worker, as one worker has learnt of it.
 *
 * @param number the how-manieth death it was that this worker learnt of, from 1
 * @param incarnation the last life of its worker that is over; all before it are, too
 */
public record Death(int number, Incarnation incarnation) {}
