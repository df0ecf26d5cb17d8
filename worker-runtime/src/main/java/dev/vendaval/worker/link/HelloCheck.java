package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.link.HelloReply.Reason;
import dev.vendaval.worker.link.HelloReply.Refused;
import org.jspecify.annotations.Nullable;

/** Whether a hello is welcome: a pure function of the message, this worker, and what it has seen. */
final class HelloCheck {
    private final LinkSettings self;

    HelloCheck(LinkSettings self) {
        this.self = self;
    }

    /**
     * The refusal, or null.
     *
     * @param message the hello as it came
     * @param newestSender the newest life of that worker that has spoken here, or null
     */
    @Nullable
    Refused refusal(Hello hello, byte[] message, @Nullable Incarnation newestSender) {
        if (hello.protocolLow() > Hello.PROTOCOL || hello.protocolHigh() < Hello.PROTOCOL) {
            return new Refused(
                    Reason.PROTOCOL,
                    "this worker speaks link protocol " + Hello.PROTOCOL + ", the sender " + hello.protocolLow()
                            + " to " + hello.protocolHigh());
        }
        if (!Greeting.isProven(self.secret(), message)) {
            return new Refused(Reason.SECRET, "the sender does not know the topology's secret");
        }
        if (!hello.topologyId().equals(self.topologyId())) {
            return new Refused(
                    Reason.TOPOLOGY, self.topologyId() + " runs here, the sender belongs to " + hello.topologyId());
        }
        if (hello.schemaHash() != self.schemaHash()) {
            return new Refused(
                    Reason.SCHEMA,
                    "streams, tasks or executors differ: schema " + Long.toHexString(self.schemaHash()) + " here, "
                            + Long.toHexString(hello.schemaHash()) + " there");
        }
        return incarnationRefusal(hello, newestSender);
    }

    private @Nullable Refused incarnationRefusal(Hello hello, @Nullable Incarnation newestSender) {
        Incarnation here = self.incarnation();
        boolean sameWorker = hello.receiver().workerIndex() == here.workerIndex();
        if (!sameWorker || hello.receiver().compareTo(here) > 0) {
            return new Refused(
                    Reason.RECEIVER, "this is worker " + here + ", the sender wants " + hello.receiver() + " or newer");
        }
        if (newestSender != null && hello.sender().compareTo(newestSender) < 0) {
            return new Refused(
                    Reason.SENDER, "worker " + newestSender + " has spoken here, " + hello.sender() + " is outdated");
        }
        return null;
    }
}
