package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What belongs together until a connection that was open breaks: the data handed over, its sequence
 * numbers, and the credit accounts. When it breaks the whole session is dropped and a new one starts
 * from zero at both ends, so that no counter can drift. A section that a late sender adds to a dropped
 * session is lost with it.
 */
final class OutgoingSession {
    final long id;
    private final int sectionMaxBytes;
    private final DataFramer framer = new DataFramer();
    private final Map<Integer, CreditAccount> accounts = new ConcurrentHashMap<>();
    private final AtomicLong untrackedSent = new AtomicLong();
    private final AtomicLong untrackedReceived = new AtomicLong();
    final OutgoingLane data;

    OutgoingSession(long id, int sectionMaxBytes, Executor links, Consumer<String> onBroken) {
        this.id = id;
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

    private void add(CreditAccount account, DataSection section) {
        if (section.length > sectionMaxBytes) {
            throw new IllegalArgumentException(
                    section + " exceeds the " + sectionMaxBytes + " bytes that a section may have");
        }
        account.sent(section.count, section.length);
        if (section.untracked > 0) {
            untrackedSent.addAndGet(section.untracked);
        }
        framer.add(section);
    }

    /** Numbers only ever rise: the first frames come on the links thread, perhaps after a later one. */
    /** Tuples for an executor that wait for a connection, or for one to take them. */
    long unsentTuples(int executor) {
        return framer.waitingFor(executor);
    }

    void returned(ReturnFrame frame) {
        data.acknowledged(frame.dataReceived());
        untrackedReceived.accumulateAndGet(frame.untrackedReceived(), Math::max);
        for (ReturnFrame.Grant grant : frame.grants()) {
            account(grant.executor()).granted(grant);
        }
    }

    long creditsOut() {
        return accounts.values().stream().mapToLong(CreditAccount::outstanding).sum();
    }

    /** Untracked tuples that the other worker has not said to have received. */
    long untrackedOut() {
        return Math.max(0, untrackedSent.get() - untrackedReceived.get());
    }
}
