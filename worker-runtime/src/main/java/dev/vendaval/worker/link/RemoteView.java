package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One executor at the other end of a link, as this worker's executors see it. Shared by all of them. */
final class RemoteView implements RemoteExecutor {
    private final OutgoingLink link;
    private final int executor;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    /** Replaced as one when a session is dropped, so that a section is counted where it is queued. */
    private volatile Entry entry;

    private volatile boolean wanted;

    private record Entry(OutgoingSession session, CreditAccount account) {}

    RemoteView(OutgoingLink link, int executor, OutgoingSession session) {
        this.link = link;
        this.executor = executor;
        this.entry = new Entry(session, session.account(executor));
    }

    @Override
    public long creditTuples() {
        if (!wanted) {
            want();
        }
        Entry current = entry;
        return current.session.credit(current.account);
    }

    @Override
    public void send(DataSection section) {
        if (!wanted) {
            want();
        }
        Entry current = entry;
        current.session.send(current.account, section);
    }

    @Override
    public void sendAll(List<DataSection> sections) {
        if (!wanted) {
            want();
        }
        Entry current = entry;
        current.session.sendAll(current.account, sections);
    }

    @Override
    public int sendWithinCredit(List<DataSection> sections) {
        if (!wanted) {
            want();
        }
        Entry current = entry;
        return current.session.sendWithinCredit(current.account, sections);
    }

    @Override
    public int sendWithinCredit(List<DataSection> sections, long touchBit) {
        Entry current = entry;
        return current.session.touchBit() == touchBit ? current.session.sendWithinCredit(current.account, sections) : 0;
    }

    @Override
    public boolean sendAll(List<DataSection> sections, long touchBit) {
        if (!wanted) {
            want();
        }
        Entry current = entry;
        if (current.session.touchBit() != touchBit) {
            return false;
        }
        current.session.sendAll(current.account, sections);
        return true;
    }

    @Override
    public void end(DataSection marker) {
        if (!wanted) {
            want();
        }
        link.end(marker);
    }

    @Override
    public long unsentTuples() {
        return entry.session.unsentTuples(executor);
    }

    @Override
    public void send(ControlSection section) {
        link.sendControl(section);
    }

    @Override
    public long touchBit() {
        return entry.session.touchBit();
    }

    @Override
    public boolean isReachable() {
        return entry.session.isConnected();
    }

    @Override
    public void wakeOnCredit(Runnable wake) {
        waiting.add(wake);
    }

    void moveTo(OutgoingSession session) {
        entry = new Entry(session, session.account(executor));
    }

    void wakeWaiting() {
        for (Iterator<Runnable> each = waiting.iterator(); each.hasNext(); ) {
            Runnable wake = each.next();
            each.remove();
            wake.run();
        }
    }

    int executor() {
        return executor;
    }

    boolean isWanted() {
        return wanted;
    }

    private void want() {
        wanted = true;
        link.want(executor);
    }
}
