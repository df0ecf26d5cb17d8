package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what workers without a supervisor report to the leader. Thread-safe. Only the newest report of a conversation
 * waits; one that finds the mailbox full is replaced by the next.
 */
public final class WorkerInbox implements WorkerLinkService {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerInbox.class);

    private final NimbusLoop loop;

    public WorkerInbox(NimbusLoop loop) {
        this.loop = loop;
    }

    /** A standby ends the conversation, so that the worker looks for the leader. */
    @Override
    public WorkerConversation connected(WorkerHello hello, OrderSender orders) {
        Conversation conversation = new Conversation(loop.mailbox(), hello, orders);
        if (loop.mailbox().elected() == null) {
            orders.close();
        } else {
            conversation.announce();
        }
        return conversation;
    }

    private static final class Conversation implements WorkerConversation {
        private final Mailbox mailbox;
        private final WorkerHello hello;
        private final OrderSender orders;
        private final AtomicReference<@Nullable WorkerReport> newest = new AtomicReference<>();
        private final AtomicBoolean waits = new AtomicBoolean();

        Conversation(Mailbox mailbox, WorkerHello hello, OrderSender orders) {
            this.mailbox = mailbox;
            this.hello = hello;
            this.orders = orders;
        }

        @Override
        public void report(WorkerReport report) {
            newest.set(report);
            announce();
        }

        void announce() {
            if (!waits.getAndSet(true) && !mailbox.offer(this::deliver)) {
                waits.set(false);
                LOG.warn("what worker {} of {} reports is dropped: Nimbus is overloaded", hello.incarnation(), hello);
            }
        }

        private void deliver(@Nullable Leader leader, boolean recovered) {
            waits.set(false);
            WorkerReport report = newest.getAndSet(null);
            if (leader == null) {
                orders.close();
            } else {
                leader.hosts().heard(hello, orders, report);
            }
        }

        @Override
        public void closed() {
            boolean told = mailbox.offer((leader, recovered) -> {
                if (leader != null) {
                    leader.hosts().closed(orders);
                }
            });
            if (!told) {
                LOG.warn("the end of a worker's conversation is noticed late: Nimbus is overloaded");
            }
        }
    }
}
