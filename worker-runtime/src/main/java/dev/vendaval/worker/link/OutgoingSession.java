package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together until a connection that was open breaks: the data handed over, its sequence
 * numbers, and the credit accounts. When it breaks the whole session is dropped and a new one starts
 * from zero at both ends, so that no counter can drift. A section that a late sender adds to a dropped
 * session is lost with it, and that sender counts it: each untracked tuple is counted either by who drops
 * the session or by who was too late.
 */
final class OutgoingSession {
    private static final long DROPPED = Long.MIN_VALUE;

    final long id;
    private final int sectionMaxBytes;
    private final DataFramer framer = new DataFramer();
    private final Map<Integer, CreditAccount> accounts = new ConcurrentHashMap<>();
    private final LongConsumer onLost;

    /** With {@link #DROPPED} once the session is dropped. */
    private final AtomicLong untrackedSent = new AtomicLong();

    private final AtomicLong untrackedReceived = new AtomicLong();
    final OutgoingLane data;

    /**
     * @param onLost told of untracked tuples that were sent and not said to have arrived; any thread
     */
    OutgoingSession(long id, int sectionMaxBytes, Executor links, Consumer<String> onBroken, LongConsumer onLost) {
        this.id = id;
        this.onLost = onLost;
        this.data = new OutgoingLane(framer, links, onBroken);
        this.sectionMaxBytes = sectionMaxBytes;
    }

    CreditAccount account(int executor) {
        return accounts.computeIfAbsent(executor, each -> new CreditAccount());
    }

    Map<Integer, CreditAccount> accounts() {
        return accounts;
    }

    void send(CreditAccount account, DataSection section) {
        add(account, section);
        data.drain();
    }

    void sendAll(CreditAccount account, List<DataSection> sections) {
        for (DataSection section : sections) {
            add(account, section);
        }
        data.drain();
    }

    /** As many of the sections, from the first on, as there is credit for; returns how many. */
    int sendWithinCredit(CreditAccount account, List<DataSection> sections) {
        int sent = 0;
        while (sent < sections.size() && addWithinCredit(account, sections.get(sent))) {
            sent++;
        }
        data.drain();
        return sent;
    }

    private boolean addWithinCredit(CreditAccount account, DataSection section) {
        check(section);
        if (!account.take(section.count, section.length)) {
            return false;
        }
        enqueue(section);
        return true;
    }

    private void add(CreditAccount account, DataSection section) {
        check(section);
        account.sent(section.count, section.length);
        enqueue(section);
    }

    private void check(DataSection section) {
        if (section.length > sectionMaxBytes) {
            throw new IllegalArgumentException(
                    section + " exceeds the " + sectionMaxBytes + " bytes that a section may have");
        }
    }

    private void enqueue(DataSection section) {
        if (section.untracked > 0 && untrackedSent.getAndAdd(section.untracked) < 0) {
            onLost.accept(section.untracked);
            return;
        }
        framer.add(section);
    }

    /** Nobody will hear of it any more; once. What is sent meanwhile and later is lost and counted by its sender. */
    void drop() {
        data.disconnect();
        long sent = untrackedSent.getAndAdd(DROPPED);
        onLost.accept(Math.max(0, sent - untrackedReceived.get()));
    }

    /** Tuples for an executor that wait for a connection, or for one to take them. */
    long unsentTuples(int executor) {
        return framer.waitingFor(executor);
    }

    /** Numbers only ever rise: the first frames come on the links thread, perhaps after a later one. */
    void returned(ReturnFrame frame, @Nullable FrameSink carrier) {
        data.acknowledged(carrier, frame.dataReceived());
        untrackedReceived.accumulateAndGet(frame.untrackedReceived(), Math::max);
        for (ReturnFrame.Grant grant : frame.grants()) {
            account(grant.executor()).granted(grant);
        }
    }

    long creditsOut() {
        return accounts.values().stream().mapToLong(CreditAccount::outstanding).sum();
    }
}
