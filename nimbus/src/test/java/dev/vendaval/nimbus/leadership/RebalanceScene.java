package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Worker;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** "words" on two hosts of three slots each, and what tests of its rebalances ask and do. */
final class RebalanceScene implements AutoCloseable {
    static final int PATIENCE = 200;

    final RebalanceCluster cluster = new RebalanceCluster(2, 3);

    /** Of the topology; empty before {@link #submit}. */
    String id = "";

    private int requests;

    @Override
    public void close() {
        cluster.close();
    }

    /** The id of a request that was not made before. */
    String newRequest() {
        return "request-" + ++requests;
    }

    void submit(int workers) {
        id = cluster.leader.submit(Topologies.submit("words", workers));
        for (int i = 0; i < 4; i++) {
            cluster.everybodyGoesOn(id);
        }
    }

    static RebalanceRequest request(
            String requestId, @Nullable Integer workers, Map<String, Integer> executors, @Nullable Duration pause) {
        return new RebalanceRequest(requestId, "words", workers, executors, Map.of(), pause, false);
    }

    RebalanceReport rebalance(@Nullable Integer workers, Map<String, Integer> executors) {
        return ask(request(newRequest(), workers, executors, null));
    }

    RebalanceReport ask(RebalanceRequest request) {
        return cluster.leader.ask(leader -> leader.rebalance(request));
    }

    RebalanceReport progress(long version) {
        return cluster.leader.ask(leader -> leader.rebalanceProgress("words", version));
    }

    Placement placement() {
        return cluster.placement(id);
    }

    @Nullable
    ChangePhase phase() {
        return placement().change() == null ? null : placement().change().phase();
    }

    TopologyStatus shown() {
        return cluster.leader.ask(leader -> leader.view("words").status());
    }

    void goOnUntil(@Nullable ChangePhase wanted) {
        for (int i = 0; i < PATIENCE && phase() != wanted; i++) {
            cluster.everybodyGoesOn(id);
        }
        assertThat(phase()).isEqualTo(wanted);
    }

    Stream<Worker> workers() {
        return cluster.hosts.stream().flatMap(host -> host.workers().stream());
    }

    Host hostOf(Worker worker) {
        return cluster.hosts.stream()
                .filter(host -> host.workers().contains(worker))
                .findFirst()
                .orElseThrow();
    }

    Host hostNamed(String id) {
        return cluster.hosts.stream()
                .filter(host -> host.record.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    void passes(Duration time) {
        for (long second = 0; second <= time.toSeconds(); second++) {
            cluster.leader.advance(1_000);
        }
    }

    void goOnWithoutLost(String lost) {
        for (int i = 0; i < 5; i++) {
            cluster.hosts.stream()
                    .filter(host -> !host.record.id().equals(lost))
                    .forEach(host -> {
                        host.follow(placement());
                        host.workers().forEach(worker -> worker.goOn(placement()));
                        host.report();
                    });
        }
    }

    static WorkerSlot slot(Placement placement, int index) {
        return placement.assignment().workers().stream()
                .filter(slot -> slot.index() == index)
                .findFirst()
                .orElseThrow();
    }

    static WorkerSlot emptied(Placement switching) {
        return switching.workers().stream()
                .filter(slot -> !switching.assignment().workers().contains(slot))
                .findFirst()
                .orElseThrow();
    }

    long workersOn(String supervisorId) {
        return placement().assignment().workers().stream()
                .filter(worker -> worker.supervisorId().equals(supervisorId))
                .count();
    }

    void goOnUntilLeft(String supervisorId) {
        for (int i = 0;
                i < PATIENCE && (workersOn(supervisorId) > 0 || placement().isChanging());
                i++) {
            cluster.everybodyGoesOn(id);
        }
        assertThat(workersOn(supervisorId)).isZero();
    }
}
