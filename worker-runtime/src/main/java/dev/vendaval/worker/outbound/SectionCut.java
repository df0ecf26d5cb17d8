package dev.vendaval.worker.outbound;

import dev.vendaval.worker.codec.ByteInput;
import dev.vendaval.worker.exchange.DataSection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Goes through a section of tuples without decoding their values: cuts it, or tells their roots. Pure. */
public final class SectionCut {
    private SectionCut() {}

    /** The same tuples in the same order, in sections of at most so many. */
    static List<DataSection> cut(DataSection section, int mostTuples) {
        List<DataSection> parts = new ArrayList<>();
        ByteInput in = new ByteInput().reset(section.bytes, section.offset, section.length);
        int left = section.count;
        while (left > 0) {
            int count = Math.min(left, mostTuples);
            int begin = in.position();
            int untracked = 0;
            for (int i = 0; i < count; i++) {
                untracked += skipTuple(in) ? 0 : 1;
            }
            parts.add(new DataSection(
                    section.receiverExecutor,
                    section.senderTask,
                    section.stream,
                    section.kind,
                    section.epoch,
                    count,
                    untracked,
                    section.bytes,
                    begin,
                    in.position() - begin));
            parts.get(parts.size() - 1).touchBit = section.touchBit;
            left -= count;
        }
        return parts;
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
