package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.service.SupervisorLinkService.SupervisorConversation;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.LeadershipListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A Nimbus whose turns somebody else makes; in this package because turns are nobody's business outside it. */
public final class NimbusTurns {
    /** Longer than any simulation: what hosts do that are given up is not simulated. */
    private static final Duration HOST_TIMEOUT = Duration.ofDays(1);

    private final NimbusLoop loop;
    private final Requests requests;
    private final SupervisorInbox inbox;

    public NimbusTurns(ClusterState clusterState, NimbusClock clock, Supplier<String> idSuffixes) {
        this.loop = new NimbusLoop(clusterState, clock, idSuffixes, new LeadershipSettings(HOST_TIMEOUT, false));
        this.requests = new Requests(loop, Duration.ofSeconds(30));
        this.inbox = new SupervisorInbox(loop);
    }

    /** Is told of the election. */
    public LeadershipListener candidate() {
        return loop;
    }

    public void clusterChanged() {
        loop.clusterChanged();
    }

    public SupervisorConversation open(CommandSender commands) {
        return inbox.open(commands);
    }

    /** To be cancelled by who does not wait for the answer any more. */
    public <T> CompletableFuture<T> ask(String about, Function<Leader, T> work) {
        return requests.put(about, work);
    }

    public void turn() {
        try {
            loop.step(0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
