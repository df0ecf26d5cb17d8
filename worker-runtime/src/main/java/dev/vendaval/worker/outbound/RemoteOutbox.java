package dev.vendaval.worker.outbound;

import dev.vendaval.worker.codec.ByteOutput;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.exchange.TupleBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Outbox to an executor of another worker: tuples are written into one growing section per (task, stream) and leave when
 * it is full or at round end, as far as the receiver's credit goes. Closed when the credit is used up by what waits here.
 */
final class RemoteOutbox extends Outbox {
    /** What is within the receiver's credit leaves whole, in sections of up to so many tuples (decision 0011). */
    private static final int MAX_SECTION_TUPLES = 512;

    /** Beyond it in smaller ones, which are cheap to cut when there is credit for fewer. */
    private static final int SMALL_SECTION_TUPLES = TupleBatch.CAPACITY;

    /** Or with so many bytes: frames of 32 KiB and more cost least per tuple (FACTS). */
    private static final int MAX_SECTION_BYTES = 32 * 1024;

    private static final int FIRST_SECTION_BYTES = 512;

    private final int receiver;
    private final RemoteExecutor remote;
    private final boolean feedback;
    private final Runnable wakeSender;
    private final TouchedTuples touched;
    private final long since;
    private final @Nullable Section[] sections;
    private final List<Section> gathering = new ArrayList<>();
    private final Deque<DataSection> full = new ArrayDeque<>();
    private final List<DataSection> leaving = new ArrayList<>();
    private long waitingTuples;

    /** Credit when last looked at, less what was added since: reading the link's is for once a round. */
    private long creditLeft;

    private boolean wasReady;

    /** The touch bit of the receiver's life when last looked at; 0: not known. */
    private long receiverBit;

    /**
     * @param receiver address of the receiving executor
     * @param slots how many pairs of (task, stream) the sending executor has
     * @param wakeSender wakes the sending executor
     * @param touched takes the trees of what leaves later than it was emitted
     * @param since with which change the sender began
     */
    RemoteOutbox(
            int receiver,
            RemoteExecutor remote,
            boolean feedback,
            int slots,
            Runnable wakeSender,
            TouchedTuples touched,
            long since) {
        this.receiver = receiver;
        this.remote = remote;
        this.feedback = feedback;
        this.wakeSender = wakeSender;
        this.touched = touched;
        this.since = since;
        this.sections = new @Nullable Section[slots];
    }

    /** The tuples of one sending task and stream, as {@link DataSection} describes them. */
    private static final class Section {
        final StreamOutput stream;
        final ByteOutput bytes = new ByteOutput(FIRST_SECTION_BYTES);
        int count;
        int untracked;

        /** The touch bit that the trees of all of its tuples have been told. */
        long touchBit;

        Section(StreamOutput stream) {
            this.stream = stream;
        }
    }

    /** Writes one copy: its roots and edges, then the values that were encoded once for all copies. */
    void add(StreamOutput stream, int taskIndex, Anchoring anchoring, ByteOutput values) {
        Section section = section(stream, touchBit());
        ByteOutput out = section.bytes;
        int roots = anchoring.rootCount();
        out.putVarInt(taskIndex);
        out.putVarInt(varIntBytes(roots) + roots * 2 * Long.BYTES + values.position());
        out.putVarInt(roots);
        anchoring.write(out);
        out.putBytes(values.array(), 0, values.position());
        section.count++;
        if (roots == 0) {
            section.untracked++;
        }
        waitingTuples++;
        creditLeft--;
        if (creditLeft == 0 && !feedback) {
            closeAll(); // all of it can leave; what comes now can not
        } else if (section.count >= sectionTuples() || out.position() >= MAX_SECTION_BYTES) {
            close(section);
            gathering.remove(section);
        }
    }

    private int sectionTuples() {
        return feedback || creditLeft > 0 ? MAX_SECTION_TUPLES : SMALL_SECTION_TUPLES;
    }

    private void closeAll() {
        gathering.forEach(this::close);
        gathering.clear();
    }

    private static int varIntBytes(int value) {
        return 1 + (31 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private Section section(StreamOutput stream, long touchBit) {
        Section section = sections[stream.slot()];
        if (section == null) {
            section = new Section(stream);
            sections[stream.slot()] = section;
        }
        if (section.count > 0 && section.touchBit != touchBit) {
            close(section);
            gathering.remove(section);
        }
        if (section.count == 0) {
            section.touchBit = touchBit;
            gathering.add(section);
        }
        return section;
    }

    private void close(Section section) {
        int length = section.bytes.position();
        StreamOutput stream = section.stream;
        DataSection closed = new DataSection(
                receiver,
                stream.source().task(),
                stream.plan().index(),
                DataSection.TUPLES,
                since,
                section.count,
                section.untracked,
                section.bytes.take(Math.max(FIRST_SECTION_BYTES, length + length / 4)),
                0,
                length);
        closed.touchBit = section.touchBit;
        full.add(closed);
        section.count = 0;
        section.untracked = 0;
    }

    @Override
    boolean isOpen() {
        return feedback || creditLeft > 0;
    }

    @Override
    boolean flush() {
        // Nothing is cut into sections that could not leave: while closed, the gathering ones go on growing.
        if (full.isEmpty() || feedback) {
            closeAll();
        }
        receiverBit = remote.touchBit();
        if (feedback) {
            leaving.addAll(full);
            full.clear();
        }
        long credit = remote.creditTuples();
        cutIfTooLarge(credit);
        while (!full.isEmpty() && credit >= full.element().count) {
            DataSection section = full.remove();
            credit -= section.count;
            leaving.add(section);
            cutIfTooLarge(credit);
        }
        creditLeft = (leave() ? credit : 0) - waitingTuples;
        if (full.isEmpty() && !gathering.isEmpty()) {
            return flush();
        }
        return full.isEmpty();
    }

    /**
     * False if another executor took some of the credit meanwhile, or if the receiver is not known or another one by now:
     * what could not leave waits again.
     */
    private boolean leave() {
        if (leaving.isEmpty()) {
            return true;
        }
        int sent = 0;
        if (receiverBit != 0) {
            leaving.forEach(this::tellTrees);
            if (!feedback) {
                sent = remote.sendWithinCredit(leaving, receiverBit);
            } else if (remote.sendAll(leaving, receiverBit)) {
                sent = leaving.size();
            }
        }
        for (int i = 0; i < sent; i++) {
            waitingTuples -= leaving.get(i).count;
        }
        for (int i = leaving.size() - 1; i >= sent; i--) {
            full.addFirst(leaving.get(i));
        }
        boolean all = sent == leaving.size();
        leaving.clear();
        return all;
    }

    /** What was emitted when it could not leave at once, or for an earlier life of the receiver, touches this one. */
    private void tellTrees(DataSection section) {
        if (section.touchBit != receiverBit) {
            SectionCut.forEachRoot(section, root -> touched.touchLate(root, receiverBit));
            section.touchBit = receiverBit;
        }
    }

    /**
     * One call emitted more than there is credit for, or it went to another executor meanwhile, or with a connection. A
     * slow receiver may never grant enough for the whole section.
     */
    private void cutIfTooLarge(long credit) {
        DataSection first = full.peek();
        if (first != null && !feedback && credit > 0 && credit < first.count) {
            full.remove();
            full.addFirst(SectionCut.after(first, (int) credit));
            full.addFirst(SectionCut.first(first, (int) credit));
        }
    }

    @Override
    void refresh() {
        receiverBit = remote.touchBit();
        creditLeft = remote.creditTuples() - waitingTuples;
    }

    @Override
    boolean wantRoom() {
        remote.wakeOnCredit(wakeSender);
        receiverBit = remote.touchBit();
        long credit = remote.creditTuples();
        if (feedback) {
            return receiverBit != 0 && waitingTuples > 0;
        }
        creditLeft = credit - waitingTuples;
        return full.isEmpty() ? creditLeft > 0 : credit > 0;
    }

    @Override
    boolean receiverIsReady() {
        if (!wasReady) {
            refresh();
            wasReady = remote.isReady();
        }
        return wasReady;
    }

    @Override
    boolean receiverIsReachable() {
        return remote.isReachable();
    }

    @Override
    boolean end(DataSection marker) {
        remote.end(marker);
        return true;
    }

    @Override
    long abandon(LongConsumer roots) {
        closeAll();
        long untracked = 0;
        for (DataSection section : full) {
            SectionCut.forEachRoot(section, roots);
            untracked += section.untracked;
        }
        full.clear();
        waitingTuples = 0;
        return untracked;
    }

    /** Only what will leave in this round touches the receiver; what has to wait does so when it leaves. */
    @Override
    long touchBit() {
        return creditLeft > 0 || feedback ? receiverBit : 0;
    }

    boolean isFeedback() {
        return feedback;
    }

    /** Tuples that have not left this worker: feedback leaves this outbox at once, but maybe not the link. */
    long unsentTuples() {
        return waitingTuples + remote.unsentTuples();
    }

    @Override
    long waitingTuples() {
        return waitingTuples;
    }
}
