package dev.vendaval.protocol.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MemoryClusterStateTest extends ClusterStateContract {
    private final MemoryClusterState memory = new MemoryClusterState();

    @Override
    protected ClusterState open() {
        return memory.view();
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    @Test
    void closedItLeavesNoThread() {
        lead();
        memory.close();
        memory.close();

        // An executor has ended a moment before its thread has.
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("cluster-state"));
    }
}
