package dev.vendaval.protocol.service;

/** What Nimbus does for supervisors: one conversation each, opened by the supervisor. */
public interface SupervisorLinkService extends ArtifactService {
    /**
     * A supervisor has connected. Reports arrive on {@code SupervisorConversation}; the returned
     * object is called on a network thread and must not block.
     */
    SupervisorConversation connected(Caller caller, CommandSender commands);

    /** From supervisor to Nimbus. */
    interface SupervisorConversation {
        void report(dev.vendaval.protocol.report.SupervisorReport report);

        /** The conversation is over, told once, also when it was ended by {@link CommandSender#close}. */
        void closed();
    }

    /** From Nimbus to supervisor; never blocks, drops when the conversation is closed. */
    interface CommandSender {
        /** Asks for a report from every worker, made after this moment, carrying {@code reportId}. */
        void reportNow(long reportId);

        void close();
    }
}
