package dev.vendaval.protocol.service;

import dev.vendaval.protocol.report.WorkerReport;

/** What a supervisor does for its workers: one conversation each, opened by the worker. */
public interface WorkerLinkService {
    /** A worker has connected and said hello; called on a network thread, must not block. */
    WorkerConversation connected(WorkerHello hello, OrderSender orders);

    /** From worker to supervisor. */
    interface WorkerConversation {
        void report(WorkerReport report);

        /** The conversation is over, told once, also when it was ended by {@link OrderSender#close}. */
        void closed();
    }

    /** From supervisor to worker; never blocks, drops when the conversation is closed. */
    interface OrderSender {
        void send(WorkerOrder order);

        void close();
    }
}
