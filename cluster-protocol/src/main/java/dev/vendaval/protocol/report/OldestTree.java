package dev.vendaval.protocol.report;

/**
 * The pending tree of a spout task that was begun first.
 *
 * @param root its id, 0 for none
 * @param ageMs since its tuple was emitted
 * @param touchBits of the other workers it may have reached
 */
public record OldestTree(long root, long ageMs, long touchBits) {
    public static final OldestTree NONE = new OldestTree(0, 0, 0);

    public boolean isPresent() {
        return root != 0;
    }
}
