package dev.vendaval.nimbus.rebalance;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The cheapest flow through a small network whose edges have capacities and costs, which may be negative as long as no
 * circle of edges is. Successive shortest paths; the same for equal input. Not thread-safe.
 */
final class MinimumCostFlow {
    private static final int NONE = -1;

    private final int[] firstEdge;
    private int[] nextEdge = new int[64];
    private int[] to = new int[64];
    private int[] capacity = new int[64];
    private long[] cost = new long[64];
    private int edges;

    MinimumCostFlow(int nodes) {
        firstEdge = new int[nodes];
        Arrays.fill(firstEdge, NONE);
    }

    /** Returns the number of the edge. */
    int edge(int from, int target, int edgeCapacity, long edgeCost) {
        int edge = half(from, target, edgeCapacity, edgeCost);
        half(target, from, 0, -edgeCost); // what may be taken back; its number is that of the edge, plus one
        return edge;
    }

    private int half(int from, int target, int edgeCapacity, long edgeCost) {
        if (edges == to.length) {
            nextEdge = Arrays.copyOf(nextEdge, 2 * edges);
            to = Arrays.copyOf(to, 2 * edges);
            capacity = Arrays.copyOf(capacity, 2 * edges);
            cost = Arrays.copyOf(cost, 2 * edges);
        }
        to[edges] = target;
        capacity[edges] = edgeCapacity;
        cost[edges] = edgeCost;
        nextEdge[edges] = firstEdge[from];
        firstEdge[from] = edges;
        return edges++;
    }

    /** What flows over an edge. */
    int flow(int edge) {
        return capacity[edge ^ 1];
    }

    /** Sends that many units one by one; returns how many found a way. */
    int send(int source, int sink, int units) {
        int[] by = new int[firstEdge.length];
        int sent = 0;
        while (sent < units && findPath(source, sink, by)) {
            for (int node = sink; node != source; node = to[by[node] ^ 1]) {
                capacity[by[node]]--;
                capacity[by[node] ^ 1]++;
            }
            sent++;
        }
        return sent;
    }

    /** The cheapest path by edges with room; for each node the edge that leads to it. */
    private boolean findPath(int source, int sink, int[] by) {
        long[] distance = new long[firstEdge.length];
        boolean[] waiting = new boolean[firstEdge.length];
        Arrays.fill(distance, Long.MAX_VALUE);
        Deque<Integer> nodes = new ArrayDeque<>();
        distance[source] = 0;
        nodes.add(source);
        while (!nodes.isEmpty()) {
            int node = nodes.remove();
            waiting[node] = false;
            for (int edge = firstEdge[node]; edge != NONE; edge = nextEdge[edge]) {
                long through = distance[node] + cost[edge];
                if (capacity[edge] > 0 && through < distance[to[edge]]) {
                    distance[to[edge]] = through;
                    by[to[edge]] = edge;
                    if (!waiting[to[edge]]) {
                        waiting[to[edge]] = true;
                        nodes.add(to[edge]);
                    }
                }
            }
        }
        return distance[sink] != Long.MAX_VALUE;
    }
}
