package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a supervisor that joins takes over, and when it does not. */
class JoinTest {
    private static final int PATIENCE = 300;

    private @Nullable RebalanceCluster open;
    private String id = "";

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private RebalanceCluster runningOnOneHost(boolean rebalanceOnJoin) {
        RebalanceCluster cluster = new RebalanceCluster(1, 3, rebalanceOnJoin);
        open = cluster;
        id = cluster.leader.submit(Topologies.submit("words", 2));
        goOn(cluster, 4);
        return cluster;
    }

    private void goOn(RebalanceCluster cluster, int times) {
        for (int i = 0; i < times; i++) {
            cluster.everybodyGoesOn(id);
        }
    }

    private List<String> supervisors(RebalanceCluster cluster) {
        return cluster.placement(id).assignment().workers().stream()
                .map(WorkerSlot::supervisorId)
                .sorted()
                .toList();
    }

    @Test
    @Tag("R1")
    void aSupervisorThatJoinsTakesAWorkerFromACrowdedOne() {
        RebalanceCluster cluster = runningOnOneHost(true);
        Host joined = cluster.join("host1", 3);
        cluster.leader.advance(Joins.CALM_MS - 1);
        assertThat(cluster.placement(id).isChanging())
                .as("others may join, too")
                .isFalse();
        goOn(cluster, PATIENCE);
        assertThat(supervisors(cluster)).containsExactly("host0", "host1");
        assertThat(joined.workers()).hasSize(1);
        Placement after = cluster.placement(id);
        assertThat(after.isChanging()).isFalse();
        goOn(cluster, PATIENCE);
        assertThat(cluster.placement(id)).as("it stays so").isEqualTo(after);
    }

    @Test
    @Tag("R1")
    void nothingMovesToASupervisorThatJoinsUnlessThatIsWished() {
        RebalanceCluster cluster = runningOnOneHost(false);
        Assignment before = cluster.placement(id).assignment();
        cluster.join("host1", 3);
        goOn(cluster, PATIENCE);
        assertThat(cluster.placement(id).assignment()).isEqualTo(before);
    }

    @Test
    @Tag("R5")
    void whatIsRolledBackIsTriedAgain() {
        RebalanceCluster cluster = runningOnOneHost(true);
        Host joined = cluster.join("host1", 3);
        for (int i = 0; i < PATIENCE && !cluster.placement(id).isChanging(); i++) {
            goOn(cluster, 1);
        }
        joined.follow(cluster.placement(id));
        joined.report();
        joined.dies(joined.workers().get(0), false);
        joined.report();
        assertThat(cluster.placement(id).change())
                .isNotNull()
                .satisfies(change -> assertThat(change.phase()).isEqualTo(ChangePhase.ABORTED));
        goOn(cluster, PATIENCE);
        assertThat(supervisors(cluster)).containsExactly("host0", "host1");
    }

    @Test
    @Tag("R1")
    void aDrainedSupervisorThatComesBackGetsNothing() {
        RebalanceCluster cluster = runningOnOneHost(true);
        Host joined = cluster.join("host1", 3);
        cluster.leader.ask(leader -> leader.drain("host1"));
        joined.vanish();
        joined.comeBack();
        goOn(cluster, PATIENCE);
        assertThat(supervisors(cluster)).containsExactly("host0", "host0");
    }
}
