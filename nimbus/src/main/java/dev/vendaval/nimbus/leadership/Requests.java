package dev.vendaval.nimbus.leadership;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.ClusterStateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts questions of other threads to the leader and waits for the answer. Thread-safe. */
public final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final NimbusLoop loop;
    private final Duration timeout;

    /** Waits at most {@code timeout} for each answer. */
    public Requests(NimbusLoop loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    /** Refuses with NO_CLUSTER and the leader's address unless this Nimbus is elected. */
    public void requireElected() {
        if (loop.mailbox().elected() == null) {
            throw notLeading();
        }
    }

    /**
     * Has the leader do something and returns its answer; blocks.
     *
     * @param about the topology concerned, for messages
     */
    public <T> T ask(String about, Function<Leader, T> work) {
        return await(put(about, work), about);
    }

    /** The same without waiting; whoever gives up must cancel it, so that it is not done after that. */
    <T> CompletableFuture<T> put(String about, Function<Leader, T> work) {
        requireElected();
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean accepted = loop.mailbox().offer((leader, recovered) -> answer(leader, recovered, about, work, answer));
        if (!accepted) {
            throw new ServiceException(
                    SubmitException.Code.TIMEOUT, "Nimbus has too many requests waiting", "repeat the command");
        }
        return answer;
    }

    /** The same for what the leader cannot answer at once; blocks until it has. */
    public <T> T askLater(String about, Function<Leader, CompletableFuture<T>> work) {
        return await(ask(about, work), about);
    }

    private <T> void answer(
            @Nullable Leader leader,
            boolean recovered,
            String about,
            Function<Leader, T> work,
            CompletableFuture<T> answer) {
        if (answer.isDone()) {
            return;
        }
        if (leader == null || !recovered) {
            answer.completeExceptionally(leader == null ? notLeading() : recovering());
            return;
        }
        try {
            answer.complete(work.apply(leader));
        } catch (ServiceException e) {
            answer.completeExceptionally(e);
        } catch (ClusterStateException.NameTaken e) {
            answer.completeExceptionally(Refusals.nameTaken(about, null));
            throw e;
        } catch (ClusterStateException.TooLarge e) {
            answer.completeExceptionally(new ServiceException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    String.valueOf(e.getMessage()),
                    "keep large data out of the components' fields: read it in open or prepare",
                    e));
        } catch (ClusterStateException e) {
            answer.completeExceptionally(
                    e instanceof ClusterStateException.StaleLeader ? notLeading() : unknown(about, e));
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a fault of Vendaval's in a request about {}", about, e);
            answer.completeExceptionally(new ServiceException(
                    SubmitException.Code.INTERNAL, "Nimbus failed: " + e, "its log has the details", e));
        }
    }

    private <T> T await(CompletableFuture<T> answer, String about) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServiceException refused) {
                throw refused;
            }
            throw new ServiceException(
                    SubmitException.Code.INTERNAL, "Nimbus failed: " + e.getCause(), "its log has the details", e);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new ServiceException(
                    SubmitException.Code.TIMEOUT,
                    "Nimbus did not answer the request about " + about + " within " + timeout.toSeconds()
                            + " s; it is not known whether it takes effect",
                    "its cluster state (ZooKeeper) may not be reachable; look at its log and repeat the command, which"
                            + " is safe",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(false);
            throw new ServiceException(SubmitException.Code.TIMEOUT, "Nimbus is stopping", "repeat the command", e);
        }
    }

    private static ServiceException recovering() {
        return new ServiceException(
                SubmitException.Code.NO_CLUSTER,
                "this Nimbus leads but has yet to read the cluster state",
                "repeat the command; if it goes on, see whether ZooKeeper can be reached");
    }

    private static ServiceException unknown(String about, ClusterStateException cause) {
        return new ServiceException(
                SubmitException.Code.NO_CLUSTER,
                "the cluster state (ZooKeeper) could not be used, so it is not known whether the request about " + about
                        + " took effect: " + cause.getMessage(),
                "repeat the command; repeating is safe",
                cause);
    }

    private ServiceException notLeading() {
        HostPort leader = loop.otherLeader();
        return new ServiceException(
                SubmitException.Code.NO_CLUSTER,
                loop.isClusterReachable() ? notLeading(leader) : cutOff(leader),
                leader == null ? null : leader.toString());
    }

    private static String notLeading(@Nullable HostPort leader) {
        return leader == null
                ? "this Nimbus does not lead, and no other is known to"
                : "this Nimbus does not lead; the leader is at " + leader;
    }

    private static String cutOff(@Nullable HostPort leader) {
        String before = leader == null ? "" : "; when it last could, the leader was at " + leader;
        return "this Nimbus cannot reach ZooKeeper, without which it does not lead" + before;
    }
}
