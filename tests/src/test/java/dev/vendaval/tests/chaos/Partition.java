package dev.vendaval.tests.chaos;

import java.io.IOException;
import java.util.List;

/** Places that hear nothing of other places, and these nothing of them, until it is closed. */
final class Partition implements AutoCloseable {
    private final Network network;
    private final List<Place> some;
    private final List<Place> others;
    private final long sinceNanos = System.nanoTime();

    private Partition(Network network, List<Place> some, List<Place> others) {
        this.network = network;
        this.some = some;
        this.others = others;
    }

    /** From now on each of some and each of the others are parted; within the two nothing is. */
    static Partition between(Network network, List<Place> some, List<Place> others) throws IOException {
        Partition partition = new Partition(network, some, others);
        partition.eachPair(network::cut);
        return partition;
    }

    private interface Change {
        void apply(Place from, Place to) throws IOException;
    }

    private void eachPair(Change change) throws IOException {
        for (Place one : some) {
            for (Place other : others) {
                change.apply(one, other);
                change.apply(other, one);
            }
        }
    }

    /** When it began. */
    long sinceNanos() {
        return sinceNanos;
    }

    @Override
    public void close() throws IOException {
        eachPair(network::heal);
    }
}
