package dev.vendaval.supervisor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.WorkerDeath;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeathsTest {
    private final Deaths deaths = new Deaths();

    private boolean add(String topologyId, int index, long lease, long launch) {
        return deaths.add(new WorkerDeath(topologyId, new Incarnation(index, lease, launch)));
    }

    @Test
    void onlyTheHighestDeadLifeOfEachWorkerIsKept() {
        assertThat(add("words-1", 2, 1, 5)).isTrue();
        assertThat(add("words-1", 2, 1, 4)).isFalse();
        assertThat(add("words-1", 2, 1, 5)).isFalse();
        assertThat(add("words-1", 2, 3, 1)).isTrue();
        assertThat(add("words-1", 0, 1, 1)).isTrue();

        assertThat(deaths.of("words-1")).containsExactly(new Incarnation(0, 1, 1), new Incarnation(2, 3, 1));
        assertThat(deaths.of("other-1")).isEmpty();
    }

    @Test
    void topologiesThatAreGoneAreForgotten() {
        add("words-1", 0, 1, 1);
        add("other-1", 0, 1, 1);

        deaths.keepOnly(Set.of("other-1"));

        assertThat(deaths.of("words-1")).isEmpty();
        assertThat(deaths.of("other-1")).hasSize(1);
        assertThat(add("words-1", 0, 1, 1)).isTrue();
    }
}
