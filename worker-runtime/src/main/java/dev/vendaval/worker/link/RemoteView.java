package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One executor at the other end of a link, as this worker's executors see it. Shared by all of them. */
final class RemoteView implements RemoteExecutor {
    /** So much credit is worth waking one that waits. */
    private static final int WORTH_WAKING_TUPLES = 8;

    private final OutgoingLink link;
    private final int executor;

    /** In the order in which they asked; guarded by itself. */
    private final Set<Runnable> waiting = new LinkedHashSet<>();

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
    public boolean isReady() {
        if (!wanted) {
            want();
        }
        Entry current = entry;
        return current.session.isGranted(current.account);
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
        synchronized (waiting) {
            waiting.add(wake);
        }
    }

    void moveTo(OutgoingSession session) {
        entry = new Entry(session, session.account(executor));
    }

    void wakeWaiting() {
        wake(Integer.MAX_VALUE);
    }

    /**
     * There may be more credit. If it is little one is woken, another one each time: if all were, the first that looks would
     * take it all, always the same one. Whose turn it is may have no use for it; {@link #wakeIfCreditLies} is for that.
     */
    void granted() {
        wake((int) Math.max(1, Math.min(Integer.MAX_VALUE, presentCredit() / WORTH_WAKING_TUPLES)));
    }

    /** Now and then: wakes all that wait if there is credit that nobody has taken. */
    void wakeIfCreditLies() {
        if (presentCredit() > 0) {
            wakeWaiting();
        }
    }

    private long presentCredit() {
        Entry current = entry;
        return current.session.credit(current.account);
    }

    private void wake(int most) {
        List<Runnable> woken = new ArrayList<>();
        synchronized (waiting) {
            Iterator<Runnable> each = waiting.iterator();
            while (each.hasNext() && woken.size() < most) {
                woken.add(each.next());
                each.remove();
            }
        }
        woken.forEach(Runnable::run);
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
