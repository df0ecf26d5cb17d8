package dev.vendaval.protocol.state;

/**
 * One worker of an assignment.
 *
 * @param index number of the worker within the assignment, part of every incarnation
 * @param supervisorId the supervisor that launches it
 * @param host where its links listen
 * @param port the slot's port, where its links listen
 * @param lease grows each time the slot is given to this topology anew; fences older workers
 */
public record WorkerSlot(int index, String supervisorId, String host, int port, long lease) {}
