package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.ServiceException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts that no worker is to be on. */
class DrainTest {
    private final RebalanceScene scene = new RebalanceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aDrainedSupervisorIsLeftAndGetsNothingUntilItIsUsedAgainAlsoUnderANewLeader() {
        scene.submit(2);
        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.drain("host0"))
                        .left())
                .extracting(DrainReport.Left::topology)
                .containsExactly("words");
        scene.cluster.leaderDies();
        scene.cluster.hosts.forEach(Host::report);
        scene.goOnUntilLeft("host0");
        scene.cluster.everybodyGoesOn(scene.id);
        scene.cluster.everybodyGoesOn(scene.id);
        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.drainProgress("host0"))
                        .left())
                .isEmpty();

        scene.rebalance(3, Map.of());
        scene.goOnUntil(null);
        assertThat(scene.workersOn("host0")).isZero();
        assertThatThrownBy(() -> scene.rebalance(4, Map.of())).hasMessageContaining("there are 3");
        scene.cluster.leader.<DrainReport>ask(leader -> leader.undrain("127.0.0.1"));
        scene.rebalance(null, Map.of());
        scene.goOnUntil(null);
        assertThat(scene.workersOn("host0")).isEqualTo(1);
    }

    @Test
    void aDrainSaysWhatMovesOffTheHostAndHowThatEnded() {
        scene.submit(2);
        DrainReport begun = scene.cluster.leader.ask(leader -> leader.drain("host0"));
        assertThat(begun.rebalances())
                .singleElement()
                .satisfies(running -> assertThat(running.status()).isEqualTo(RebalanceStatus.RUNNING))
                .satisfies(running -> assertThat(running.moved())
                        .extracting(move -> move.from().supervisor())
                        .containsOnly("host0"));
        DrainReport repeated = scene.cluster.leader.ask(leader -> leader.drain("host0"));
        assertThat(repeated.rebalances()).extracting(RebalanceReport::status).containsExactly(RebalanceStatus.RUNNING);
        scene.goOnUntilLeft("host0");

        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.drainProgress("host0"))
                        .rebalances())
                .extracting(RebalanceReport::status)
                .containsExactly(RebalanceStatus.DONE);
        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.drain("host1"))
                        .rebalances())
                .as("nothing leaves it: there is nowhere to go")
                .isEmpty();
        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.undrain("host0"))
                        .supervisors())
                .containsExactly("host0");
    }

    @Test
    void aDrainThatHasNowhereToGoSaysSoAndIsDoneOnceThereIs() {
        scene.submit(2);
        scene.cluster.hosts.get(1).vanish();
        scene.cluster.leader.<DrainReport>ask(leader -> leader.drain("host0"));
        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.drainProgress("host0"))
                        .left())
                .extracting(DrainReport.Left::why)
                .singleElement()
                .asString()
                .isNotEmpty();
        scene.cluster.hosts.get(1).comeBack();
        scene.cluster.leader.advance(5_000);
        scene.goOnUntilLeft("host0");
    }

    @Test
    void aDrainThatHasNowhereToGoSaysAtOnceWhatItNeedsAndWhatIsFree() {
        scene.submit(2);
        scene.cluster.leader.<DrainReport>ask(leader -> leader.drain("host1"));
        scene.goOnUntilLeft("host1");

        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.drain("host0"))
                        .left())
                .extracting(DrainReport.Left::why)
                .containsExactly(
                        "no slot is free on any other supervisor: it needs 2, or one at least, and there is no other"
                                + " supervisor to use; it is tried again every 5 s");
    }

    @Test
    void aLostSupervisorIsMarkedAndUnmarkedWhileAnythingIsKnownOfIt() {
        scene.submit(2);
        Host lost = scene.cluster.hosts.get(1);
        lost.vanish();

        DrainReport drained = scene.cluster.leader.ask(leader -> leader.drain("host1"));
        assertThat(drained.supervisors()).containsExactly("host1");
        assertThat(drained.lost()).containsExactly("host1");
        assertThat(drained.left())
                .extracting(DrainReport.Left::why)
                .singleElement()
                .asString()
                .contains("supervisor host1", "is lost");
        assertThat(scene.cluster.state.drained()).containsOnlyKeys("host1");

        DrainReport undrained = scene.cluster.leader.ask(leader -> leader.undrain("host1"));
        assertThat(undrained.lost()).containsExactly("host1");
        assertThat(scene.cluster.state.drained()).isEmpty();
        assertThat(scene.cluster
                        .leader
                        .<DrainReport>ask(leader -> leader.undrain("host1"))
                        .supervisors())
                .as("was not marked: nothing to do, and no error")
                .isEmpty();
    }

    @Test
    void aHostThatIsNotThereCannotBeDrained() {
        assertThatThrownBy(() -> scene.cluster.leader.<DrainReport>ask(leader -> leader.drain("nowhere")))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND);
                    assertThat(refused.hint()).contains("host0", "host1");
                });
    }
}
