package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.fencing.Deaths;
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
     * The newest that a worker has said here.
     *
     * @param sender its newest life
     * @param attempt that life's newest attempt to connect
     */
    record Newest(Incarnation sender, int attempt) {}

    /**
     * The refusal, or null.
     *
     * @param message the hello as it came
     * @param newest what that worker has said here before, or null
     * @param deaths lives that are over
     */
    @Nullable
    Refused refusal(Hello hello, byte[] message, @Nullable Newest newest, Deaths deaths) {
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
        if (deaths.isOver(hello.sender())) {
            return new Refused(Reason.DEAD, "worker " + hello.sender() + " is known to have died");
        }
        return incarnationRefusal(hello, newest);
    }

    /** Whether the sender, who belongs to the topology, knows that this worker's slot has been given away. */
    boolean isProofOfALaterLease(Hello hello, Refused refusal) {
        return refusal.reason() == Reason.RECEIVER
                && hello.receiver().workerIndex() == self.incarnation().workerIndex()
                && hello.receiver().lease() > self.incarnation().lease();
    }

    private @Nullable Refused incarnationRefusal(Hello hello, @Nullable Newest newest) {
        Incarnation here = self.incarnation();
        boolean sameWorker = hello.receiver().workerIndex() == here.workerIndex();
        if (!sameWorker || hello.receiver().compareTo(here) > 0) {
            return new Refused(
                    Reason.RECEIVER, "this is worker " + here + ", the sender wants " + hello.receiver() + " or newer");
        }
        return newest == null ? null : outdatedRefusal(hello, newest);
    }

    private static @Nullable Refused outdatedRefusal(Hello hello, Newest newest) {
        int order = hello.sender().compareTo(newest.sender);
        if (order < 0) {
            return new Refused(
                    Reason.SENDER, "worker " + newest.sender + " has spoken here, " + hello.sender() + " is outdated");
        }
        // A sender opens the control lane once in each attempt; a second time it is a hello that somebody overheard.
        int oldest = hello.lane() == Lane.CONTROL ? newest.attempt + 1 : newest.attempt;
        if (order == 0 && hello.attempt() < oldest) {
            return new Refused(
                    Reason.ATTEMPT,
                    "attempt " + newest.attempt + " has come already, attempt " + hello.attempt() + " is outdated");
        }
        return null;
    }
}
