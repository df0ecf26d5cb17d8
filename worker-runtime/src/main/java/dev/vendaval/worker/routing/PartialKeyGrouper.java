package dev.vendaval.worker.routing;

import java.util.List;

/**
 * A key has two candidate tasks, fixed by its hash (different ones wherever there are two tasks); the one that this sender
 * has sent fewer tuples to gets the tuple.
 */
final class PartialKeyGrouper extends Grouper {
    private static final long SECOND = 0x5851F42D4C957F2DL;

    private final KeyHash key;
    private final long[] sent;

    PartialKeyGrouper(TargetView targets, KeyHash key) {
        super(targets, Gate.EACH, everyIndex(targets));
        this.key = key;
        this.sent = new long[targets.count()];
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        long hash = key.of(values);
        int first = key.taskIndex(hash);
        int second = second(hash, first);
        int chosen = sent[second] < sent[first] ? second : first;
        sent[chosen]++;
        into[0] = chosen;
        return 1;
    }

    private int second(long hash, int first) {
        long other = StableHash.mix(hash ^ SECOND);
        int second = key.taskIndex(other);
        if (second != first || sent.length == 1) {
            return second;
        }
        // Any but the first, still by the hash alone.
        int step = 1 + (int) ((other & Integer.MAX_VALUE) % (sent.length - 1));
        return (first + step) % sent.length;
    }
}
