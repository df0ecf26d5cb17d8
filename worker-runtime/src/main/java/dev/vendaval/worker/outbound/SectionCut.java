package dev.vendaval.worker.outbound;

import dev.vendaval.worker.codec.ByteInput;
import dev.vendaval.worker.exchange.DataSection;
import java.util.function.LongConsumer;

/** Goes through a section of tuples without decoding their values: cuts it, or tells their roots. Pure. */
public final class SectionCut {
    private SectionCut() {}

    /** So many of its tuples from the first on, fewer than it has. */
    static DataSection first(DataSection section, int count) {
        return part(section, 0, count);
    }

    /** Those that {@link #first} leaves. */
    static DataSection after(DataSection section, int count) {
        return part(section, count, section.count);
    }

    private static DataSection part(DataSection section, int from, int until) {
        ByteInput in = new ByteInput().reset(section.bytes, section.offset, section.length);
        skipTuples(in, from);
        int begin = in.position();
        int untracked = skipTuples(in, until - from);
        DataSection part = new DataSection(
                section.receiverExecutor,
                section.senderTask,
                section.stream,
                section.kind,
                section.epoch,
                until - from,
                untracked,
                section.bytes,
                begin,
                in.position() - begin);
        part.touchBit = section.touchBit;
        return part;
    }

    /** How many of them are not tracked. */
    private static int skipTuples(ByteInput in, int count) {
        int untracked = 0;
        for (int i = 0; i < count; i++) {
            untracked += skipTuple(in) ? 0 : 1;
        }
        return untracked;
    }

    /** Gives each root of each tuple to {@code roots}, as often as it occurs. */
    public static void forEachRoot(DataSection section, LongConsumer roots) {
        ByteInput in = new ByteInput().reset(section.bytes, section.offset, section.length);
        for (int i = 0; i < section.count; i++) {
            in.getVarInt();
            int length = in.getVarInt();
            int end = in.position() + length;
            for (int left = in.getVarInt(); left > 0; left--) {
                roots.accept(in.getLong());
                in.getLong();
            }
            in.position(end);
        }
    }

    /** Goes past one tuple, as {@link DataSection} describes it; whether it is tracked. */
    private static boolean skipTuple(ByteInput in) {
        in.getVarInt();
        int length = in.getVarInt();
        int end = in.position() + length;
        boolean tracked = in.getVarInt() > 0;
        in.position(end);
        return tracked;
    }
}
