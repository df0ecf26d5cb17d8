package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts that are lost once a rebalance is committed. */
class RebalanceHostDeathTest {
    private final RebalanceScene scene = new RebalanceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    @Tag("R5")
    void aSupervisorThatIsLostAfterTheCommitHoldsNothingUp() {
        scene.submit(2);
        scene.rebalance(1, Map.of());
        scene.goOnUntil(ChangePhase.SWITCHING);
        WorkerSlot left = scene.placement().previous() == null
                ? scene.placement().assignment().workers().get(0)
                : scene.placement().previous().workers().stream()
                        .filter(slot ->
                                !scene.placement().assignment().workers().contains(slot))
                        .findFirst()
                        .orElseThrow();
        scene.cluster.hosts.stream()
                .filter(host -> host.record.id().equals(left.supervisorId()))
                .forEach(Host::vanish);
        for (int i = 0; i < 5; i++) {
            scene.cluster.hosts.stream()
                    .filter(host -> !host.record.id().equals(left.supervisorId()))
                    .forEach(host -> {
                        host.workers().forEach(worker -> worker.goOn(scene.placement()));
                        host.report();
                    });
        }
        assertThat(scene.phase()).isNull();
    }

    @Test
    @Tag("R5")
    void aHostThatDiesInTheSwitchIsReplacedInItSoThatTheOthersNeedNotWaitForIt() {
        scene.submit(2);
        scene.rebalance(3, Map.of());
        scene.goOnUntil(ChangePhase.SWITCHING);
        Placement switching = scene.placement();
        String lost = switching.assignment().workers().get(0).supervisorId();
        scene.cluster.hosts.stream()
                .filter(host -> host.record.id().equals(lost))
                .forEach(Host::vanish);
        scene.passes(SteppedNimbus.HOST_TIMEOUT);

        Placement relocated = scene.placement();
        assertThat(relocated.assignment().version())
                .as("the same switch")
                .isEqualTo(switching.assignment().version());
        assertThat(relocated.assignment().executors())
                .isEqualTo(switching.assignment().executors());
        assertThat(relocated.previous()).isNotNull();
        for (WorkerSlot before : switching.workers()) {
            WorkerSlot now = relocated.workers().stream()
                    .filter(slot -> slot.index() == before.index())
                    .findFirst()
                    .orElseThrow();
            if (before.supervisorId().equals(lost)) {
                assertThat(now.lease()).as("everybody hears of its death").isEqualTo(switching.nextVersion());
            } else {
                assertThat(now).isEqualTo(before);
            }
        }
        assertThat(relocated.workers())
                .filteredOn(slot -> relocated.assignment().workers().contains(slot))
                .extracting(WorkerSlot::supervisorId)
                .doesNotContain(lost);
        scene.passes(SteppedNimbus.HOST_TIMEOUT.multipliedBy(3));
        assertThat(scene.placement()).as("once is enough").isEqualTo(relocated);
        scene.goOnWithoutLost(lost);
        assertThat(scene.phase()).isNull();
        assertThat(scene.rebalance(2, Map.of()).toVersion())
                .as("above every lease")
                .isGreaterThan(switching.nextVersion());
    }

    @Test
    @Tag("R5")
    void anEmptiedWorkerWhoseHostDiesInTheSwitchGetsANextLifeToSayWhatIsGone() {
        scene.submit(2);
        scene.rebalance(1, Map.of());
        scene.goOnUntil(ChangePhase.SWITCHING);
        Placement switching = scene.placement();
        WorkerSlot emptied = RebalanceScene.emptied(switching);
        scene.hostNamed(emptied.supervisorId()).vanish();
        scene.passes(SteppedNimbus.HOST_TIMEOUT);
        assertThat(scene.placement().assignment()).isEqualTo(switching.assignment());
        WorkerSlot next = RebalanceScene.emptied(scene.placement());
        assertThat(next.index()).isEqualTo(emptied.index());
        assertThat(next.lease()).isEqualTo(switching.nextVersion());
        assertThat(next.supervisorId()).isNotEqualTo(emptied.supervisorId());
        scene.goOnWithoutLost(emptied.supervisorId());
        assertThat(scene.phase()).isNull();
    }

    @Test
    @Tag("R5")
    void aHostThatDiesInTheSwitchWhileNoSlotIsFreeIsDeclaredDeadOnceAndReplacedWhenThereIsOne() {
        scene.submit(6);
        scene.rebalance(5, Map.of());
        scene.goOnUntil(ChangePhase.SWITCHING);
        Placement switching = scene.placement();
        WorkerSlot lost = switching.assignment().workers().stream()
                .filter(slot -> slot.supervisorId().equals("host0"))
                .findFirst()
                .orElseThrow();
        scene.hostNamed("host0").vanish();
        scene.passes(SteppedNimbus.HOST_TIMEOUT);
        Placement declared = scene.placement();
        assertThat(RebalanceScene.slot(declared, lost.index()))
                .isEqualTo(new WorkerSlot(
                        lost.index(), lost.supervisorId(), lost.host(), lost.port(), switching.nextVersion()));
        scene.passes(SteppedNimbus.HOST_TIMEOUT);
        assertThat(scene.placement()).as("once is enough").isEqualTo(declared);
        scene.cluster.join("host3", 3);
        scene.passes(Duration.ofSeconds(1));
        assertThat(RebalanceScene.slot(scene.placement(), lost.index()).supervisorId())
                .isEqualTo("host3");
    }
}
