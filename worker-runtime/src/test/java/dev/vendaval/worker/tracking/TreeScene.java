package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random tuple trees over a few executors whose messages reach one tracker late and in any order, beside a plain model of
 * what is acked. Checks after each delivery that nothing was acked that the model has not, and that no root ends twice.
 */
final class TreeScene {
    private static final int EXECUTORS = 4;
    private static final long TIMEOUT_NANOS = 4_000_000_000L;

    /** A tuple at a bolt: its edges by root, and the xor of those of its children. */
    private static final class Node {
        final Map<Long, Long> edges = new HashMap<>();
        final Map<Long, Long> children = new HashMap<>();
    }

    /** What the model knows of a tree. */
    static final class Tree {
        int unacked;
        boolean failSent;
        boolean doubled;
        Outcome.@Nullable Kind outcome;
    }

    private final SplittableRandom random;
    private final RootIds ids = new RootIds(1, 1);
    private final EdgeIds edges;
    final Tracker tracker = new Tracker(ids, TIMEOUT_NANOS, 0, 0);
    final Map<Long, Tree> trees = new HashMap<>();
    private final List<List<Node>> open = new ArrayList<>();
    private final List<AckBuffer> buffers = new ArrayList<>();
    private final List<Runnable> underWay = new ArrayList<>();
    private final double failShare;
    private final double doubleShare;
    private long nowNanos;

    TreeScene(long seed, double failShare, double doubleShare) {
        this.random = new SplittableRandom(seed);
        this.edges = new EdgeIds(seed);
        this.failShare = failShare;
        this.doubleShare = doubleShare;
        for (int i = 0; i < EXECUTORS; i++) {
            open.add(new ArrayList<>());
            buffers.add(new AckBuffer());
        }
    }

    /** Makes trees and lets them live until every tuple is acked or failed and every message delivered. */
    void run(int treeCount, int maxTuples) {
        int begun = 0;
        int tuples = 0;
        while (begun < treeCount || open.stream().anyMatch(list -> !list.isEmpty())) {
            int executor = random.nextInt(EXECUTORS);
            int choice = random.nextInt(10);
            if (choice < 2 && begun < treeCount) {
                begin(1 + random.nextInt(4));
                begun++;
            } else if (choice < 5 && tuples < maxTuples && begun > 0) {
                emitChild(executor);
                tuples++;
            } else if (choice < 8) {
                finishOne(executor);
            } else if (choice < 9) {
                flush(executor);
            } else {
                deliverOne();
            }
        }
        for (int executor = 0; executor < EXECUTORS; executor++) {
            flush(executor);
        }
        while (!underWay.isEmpty()) {
            deliverOne();
        }
    }

    private void begin(int copies) {
        long root = tracker.nextRoot();
        Tree tree = new Tree();
        trees.put(root, tree);
        long xor = 0;
        for (int i = 0; i < copies; i++) {
            long edge = edges.next();
            xor ^= edge;
            Node node = new Node();
            node.edges.put(root, edge);
            open.get(random.nextInt(EXECUTORS)).add(node);
        }
        tree.unacked = copies;
        tracker.begin(root, root, nowNanos, xor, 0);
        takeOutcomes();
    }

    /** Anchored to one to three open tuples of the executor, which may share roots; a fresh edge for each anchor's root. */
    private void emitChild(int executor) {
        List<Node> candidates = open.get(executor);
        if (candidates.isEmpty()) {
            return;
        }
        Node child = new Node();
        int anchors = 1 + random.nextInt(3);
        for (int i = 0; i < anchors; i++) {
            Node anchor = candidates.get(random.nextInt(candidates.size()));
            for (long root : anchor.edges.keySet()) {
                long edge = edges.next();
                anchor.children.merge(root, edge, (a, b) -> a ^ b);
                child.edges.merge(root, edge, (a, b) -> a ^ b);
            }
        }
        child.edges.keySet().forEach(root -> tree(root).unacked++);
        open.get(random.nextInt(EXECUTORS)).add(child);
    }

    private void finishOne(int executor) {
        List<Node> candidates = open.get(executor);
        if (candidates.isEmpty()) {
            return;
        }
        Node node = candidates.remove(random.nextInt(candidates.size()));
        boolean fails = random.nextDouble() < failShare;
        node.edges.forEach((root, edge) -> {
            if (fails) {
                buffers.get(executor).fail(root);
                tree(root).failSent = true;
            } else {
                buffers.get(executor).ack(root, edge ^ node.children.getOrDefault(root, 0L), 0);
                tree(root).unacked--;
            }
        });
    }

    private void ackAll(long[] acks) {
        for (int i = 0; i < acks.length; i += AckBuffer.LONGS_PER_ACK) {
            tracker.ack(acks[i], acks[i + 1], 0);
        }
    }

    private void flush(int executor) {
        AckBuffer buffer = buffers.get(executor);
        long[] acks = buffer.takeAcks();
        long[] fails = buffer.takeFails();
        underWay.add(() -> {
            ackAll(acks);
            if (random.nextDouble() < doubleShare) {
                for (int i = 0; i < acks.length; i += AckBuffer.LONGS_PER_ACK) {
                    tree(acks[i]).doubled = true;
                }
                ackAll(acks);
            }
        });
        underWay.add(() -> {
            for (long root : fails) {
                tracker.fail(root);
            }
        });
    }

    private void deliverOne() {
        if (!underWay.isEmpty()) {
            underWay.remove(random.nextInt(underWay.size())).run();
            takeOutcomes();
        }
    }

    /** Lets the time-out pass. */
    void timeOut() {
        tracker.advance(nowNanos);
        nowNanos += 2 * TIMEOUT_NANOS;
        tracker.advance(nowNanos);
        while (tracker.sweep(256) > 0) {
            takeOutcomes();
        }
    }

    private Tree tree(long root) {
        return Objects.requireNonNull(trees.get(root));
    }

    private void takeOutcomes() {
        Outcome outcome = new Outcome();
        while (tracker.pollOutcome(outcome)) {
            Tree tree = tree((Long) outcome.messageId());
            assertThat(tree.outcome).as("first outcome of the root").isNull();
            tree.outcome = outcome.kind();
            if (outcome.kind() == Outcome.Kind.ACKED) {
                assertThat(tree.unacked).as("tuples not acked").isZero();
                assertThat(tree.failSent).isFalse();
            }
        }
    }
}
