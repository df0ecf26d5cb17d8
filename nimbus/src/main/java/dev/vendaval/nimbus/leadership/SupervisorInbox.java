package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.service.SupervisorLinkService.SupervisorConversation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings supervisors' reports to the leader. Thread-safe. Only the newest report of a conversation waits, since each
 * says everything; one that finds the mailbox full is replaced by the next.
 */
public final class SupervisorInbox {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorInbox.class);

    private final NimbusLoop loop;

    public SupervisorInbox(NimbusLoop loop) {
        this.loop = loop;
    }

    /** Takes a new conversation; a standby ends it, so that the supervisor looks for the leader. */
    public SupervisorConversation open(CommandSender commands) {
        if (loop.mailbox().elected() == null) {
            commands.close();
        }
        return new Conversation(loop.mailbox(), commands);
    }

    private static final class Conversation implements SupervisorConversation {
        private final Mailbox mailbox;
        private final CommandSender commands;
        private final AtomicReference<@Nullable SupervisorReport> newest = new AtomicReference<>();

        Conversation(Mailbox mailbox, CommandSender commands) {
            this.mailbox = mailbox;
            this.commands = commands;
        }

        @Override
        public void report(SupervisorReport report) {
            if (newest.getAndSet(report) == null && !mailbox.offer(this::deliver)) {
                newest.set(null);
                LOG.warn(
                        "a report of supervisor {} is dropped: Nimbus is overloaded",
                        report.supervisor().id());
            }
        }

        @Override
        public void closed() {
            boolean told = mailbox.offer((leader, recovered) -> {
                if (leader != null) {
                    leader.closed(commands);
                }
            });
            if (!told) {
                LOG.warn("the end of a supervisor's conversation is noticed late: Nimbus is overloaded");
            }
        }

        private void deliver(@Nullable Leader leader, boolean recovered) {
            SupervisorReport report = newest.getAndSet(null);
            if (leader == null) {
                commands.close();
            } else if (report != null) {
                leader.report(commands, report);
            }
        }
    }
}
