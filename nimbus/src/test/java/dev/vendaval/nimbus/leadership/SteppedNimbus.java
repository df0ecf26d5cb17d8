package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.submission.Submission;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Registration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A Nimbus without a thread: the test makes its turns. */
final class SteppedNimbus {
    static final Duration HOST_TIMEOUT = Duration.ofSeconds(10);

    final FakeClock clock = new FakeClock();
    final FaultyClusterState clusterState;
    final NimbusLoop loop;
    final NimbusRecord address;
    private final Requests requests;
    private int suffix;
    private boolean hearsOfRevocation = true;

    SteppedNimbus(ClusterState shared, int port) {
        this(shared, port, false);
    }

    SteppedNimbus(ClusterState shared, int port, boolean rebalanceOnJoin) {
        this.clusterState = new FaultyClusterState(shared);
        LeadershipSettings settings = new LeadershipSettings(HOST_TIMEOUT, rebalanceOnJoin);
        this.loop = new NimbusLoop(clusterState, clock, () -> "n" + ++suffix, settings);
        this.address = new NimbusRecord("127.0.0.1", port);
        this.requests = new Requests(loop, Duration.ofSeconds(10));
    }

    Registration joinElection() {
        return clusterState.joinElection(address, new LeadershipListener() {
            @Override
            public void elected(LeaderEpoch epoch) {
                loop.elected(epoch);
            }

            @Override
            public void revoked() {
                if (hearsOfRevocation) {
                    loop.revoked();
                }
            }
        });
    }

    /** From now on it is not told that it no longer leads, as if it had been asleep. */
    void becomeDeafToRevocation() {
        hearsOfRevocation = false;
    }

    void awaitElected() {
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> loop.mailbox().elected() != null);
        turn();
    }

    void turn() {
        try {
            loop.step(0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void advance(long millis) {
        clock.advance(millis);
        turn();
    }

    void clusterChanged() {
        loop.clusterChanged();
        turn();
    }

    String submit(SubmitRequest request) {
        Submission submission = Submission.checked(request, Map.of(), sha256 -> true, warning -> {});
        return ask(leader -> leader.submit(submission));
    }

    void change(String name, LifecycleAction action) {
        change(name, action, null);
    }

    void change(String name, LifecycleAction action, @Nullable Duration wait) {
        ask(leader -> {
            leader.change(name, action, wait);
            return name;
        });
    }

    /** Asks as the service does, on another thread, while this one makes turns. */
    <T> T ask(Function<Leader, T> work) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(() -> requests.ask("words", work));
        Awaitility.await()
                .pollInSameThread()
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> {
                    turn();
                    return answer.isDone();
                });
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ServiceException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
