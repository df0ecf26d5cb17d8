package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.fencing.Death;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one link, one after another: the one to the present life of the other worker, what executors see of it,
 * and the ends of channels, which each later life gets first. Sessions change on the links thread; sending and asking is
 * for any.
 *
 * <p>Always: a view belongs to the present session, and nothing is sent into a session after what came when it was
 * replaced has been counted, unless who was too late counts it himself ({@link OutgoingSession}).
 */
final class OutgoingSessions {
    private final Function<LongConsumer, OutgoingSession> factory;
    private final Map<Integer, RemoteView> views = new ConcurrentHashMap<>();

    /** Guarded by {@link #views}: ends of channels, which a later life of the other worker is to get, too. */
    private final List<DataSection> ends = new ArrayList<>();

    /** Added to by the links thread and by senders that were too late for a session. */
    private final AtomicLong lostUntracked = new AtomicLong();

    private volatile OutgoingSession present;

    /** @param factory makes a session, of what is told of untracked tuples that are lost with it; any thread */
    OutgoingSessions(Function<LongConsumer, OutgoingSession> factory) {
        this.factory = factory;
        this.present = factory.apply(lostUntracked::addAndGet);
    }

    OutgoingSession present() {
        return present;
    }

    // ---- executors, any thread

    RemoteView view(OutgoingLink link, int executor) {
        synchronized (views) { // so that a view is made before a session is dropped, and moved, or after
            return views.computeIfAbsent(executor, each -> new RemoteView(link, each, present));
        }
    }

    /** The end of a channel: behind all that was sent before, and first in every later session. */
    void end(DataSection marker) {
        synchronized (views) {
            ends.add(marker);
            present.send(present.account(marker.receiverExecutor), marker);
        }
    }

    /** Nobody waits for the ends of channels any more. */
    void forgetEnds() {
        synchronized (views) {
            ends.clear();
        }
    }

    /** Handed over to a life that is over, and not said to have arrived: some of them may have. */
    long lostUntracked() {
        return lostUntracked.get();
    }

    /** The life of the other worker that the present session is bound to, or null. */
    @Nullable
    Incarnation receiver() {
        return present.receiver();
    }

    // ---- views

    boolean hasViews() {
        return !views.isEmpty();
    }

    /** Those that were asked for credit or sent to, in the order of their executors. */
    Stream<RemoteView> wanted() {
        return views.values().stream()
                .filter(RemoteView::isWanted)
                .sorted(Comparator.comparingInt(RemoteView::executor));
    }

    void wakeAll() {
        views.values().forEach(RemoteView::wakeWaiting);
    }

    /** At each tick of the link. */
    void wakeWhereCreditLies() {
        views.values().forEach(RemoteView::wakeIfCreditLies);
    }

    void wake(int executor) {
        RemoteView view = views.get(executor);
        if (view != null) {
            view.granted();
        }
    }

    // ---- links thread

    /** What is for this life may be sent from now on; it is told what this worker knows, before anything else. */
    void meet(Incarnation met, List<Death> deaths, long epoch) {
        OutgoingSession session = present;
        session.bind(met);
        deaths.forEach(session::tell);
        if (epoch > 0) {
            session.tellEpoch(epoch);
        }
        wanted().skip(Hello.MOST_EXECUTORS).forEach(view -> session.open(view.executor()));
    }

    /** Tells the other worker something, if it was met: else it is told when it is. */
    void tell(Consumer<OutgoingSession> news) {
        if (present.receiver() != null) {
            news.accept(present);
        }
    }

    /**
     * A new session takes the place of the present one, which is returned. Executors send into the new one before the old
     * one is counted; who is too late counts for itself.
     */
    OutgoingSession renew() {
        OutgoingSession old = present;
        OutgoingSession fresh = factory.apply(lostUntracked::addAndGet);
        synchronized (views) {
            present = fresh;
            ends.forEach(marker -> fresh.send(fresh.account(marker.receiverExecutor), marker));
            views.values().forEach(view -> view.moveTo(fresh));
        }
        return old;
    }
}
