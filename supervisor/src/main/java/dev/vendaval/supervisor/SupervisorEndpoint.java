package dev.vendaval.supervisor;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SupervisorPeerService;
import dev.vendaval.protocol.service.SupervisorService;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService;
import dev.vendaval.supervisor.log.WorkerLogs;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the supervisor answers on its port: workers' conversations and deaths elsewhere go to the owner's
 * mailbox, requests for logs are served on their own threads. Thread-safe. Each conversation gets a number, so that the
 * end of an earlier one is not taken for that of the present one.
 */
final class SupervisorEndpoint implements WorkerLinkService, SupervisorService, SupervisorPeerService {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorEndpoint.class);

    private final Mailbox mailbox;
    private final WorkerLogs logs;
    private final AtomicLong conversations = new AtomicLong();

    SupervisorEndpoint(Mailbox mailbox, WorkerLogs logs) {
        this.mailbox = mailbox;
        this.logs = logs;
    }

    @Override
    public WorkerConversation connected(WorkerHello hello, OrderSender orders) {
        long conversation = conversations.incrementAndGet();
        if (!mailbox.offer(new SupervisorMessage.WorkerConnected(conversation, hello, orders))) {
            LOG.warn("too busy for a new conversation; worker {} shall try again", hello);
            orders.close();
        }
        return new WorkerConversation() {
            @Override
            public void report(WorkerReport report) {
                // Refused when the mailbox is full: the next one, a second later, has it all.
                mailbox.offer(new SupervisorMessage.WorkerReported(conversation, report));
            }

            @Override
            public void closed() {
                mailbox.offer(new SupervisorMessage.WorkerDisconnected(conversation, hello.port()));
            }
        };
    }

    @Override
    public void died(Caller caller, WorkerDeath death) {
        if (!mailbox.offer(new SupervisorMessage.DeathAnnounced(death))) {
            throw new ServiceException(SubmitException.Code.ILLEGAL_STATE, "too busy to hear of a death", "try again");
        }
    }

    @Override
    public void logs(Caller caller, LogRequest request, Consumer<LogLine> sink, Cancellation cancelled) {
        logs.read(request, sink, cancelled);
    }
}
