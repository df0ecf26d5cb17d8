package dev.vendaval.protocol.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TopologyGraphTest {
    @Test
    void aTopologyWithoutCyclesHasNoFeedbackEdges() {
        assertThat(TopologyGraph.feedbackEdges(new TopologyData()
                        .spout("s", 1)
                        .bolt("a", 1, "s")
                        .bolt("b", 1, "s", "a")
                        .build()))
                .isEmpty();
    }

    @Test
    void onlyTheEdgesInsideACycleAreFeedbackEdges() {
        assertThat(TopologyGraph.feedbackEdges(new TopologyData()
                        .spout("s", 1)
                        .bolt("a", 1, "s", "b")
                        .bolt("b", 1, "a")
                        .bolt("sink", 1, "b")
                        .build()))
                .containsExactlyInAnyOrder(new StreamEdge("a", "default", "b"), new StreamEdge("b", "default", "a"));
    }

    @Test
    void aLoopToItselfIsAFeedbackEdge() {
        assertThat(TopologyGraph.feedbackEdges(
                        new TopologyData().spout("s", 1).bolt("a", 1, "s", "a").build()))
                .containsExactly(new StreamEdge("a", "default", "a"));
    }

    @Test
    void nestedCyclesAreOne() {
        assertThat(TopologyGraph.feedbackEdges(new TopologyData()
                        .spout("s", 1)
                        .bolt("a", 1, "s", "d")
                        .bolt("b", 1, "a", "c")
                        .bolt("c", 1, "b")
                        .bolt("d", 1, "c")
                        .build()))
                .hasSize(5);
    }

    @Test
    void aLongChainDoesNotOverflowTheStack() {
        TopologyData data = new TopologyData().spout("c0", 1);
        for (int i = 1; i < 20_000; i++) {
            data.bolt("c" + i, 1, "c" + (i - 1));
        }

        assertThat(TopologyGraph.feedbackEdges(data.build())).isEmpty();
    }
}
