package dev.vendaval.supervisor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.service.WorkerOrder.Abort;
import dev.vendaval.protocol.service.WorkerOrder.Adopt;
import dev.vendaval.protocol.service.WorkerOrder.Prepare;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.supervisor.launch.WorkerHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a worker is told while the assignment changes. */
class LiveWorkerTest {
    private static final WorkerSlot STAYING = new WorkerSlot(0, "sup", "h", 6700, 1);
    private static final WorkerSlot LEAVING = new WorkerSlot(1, "sup", "h", 6701, 1);
    private static final WorkerSlot COMING = new WorkerSlot(2, "sup", "h", 6702, 2);
    private static final Assignment BEFORE = assignment(1, STAYING, LEAVING);
    private static final Assignment AFTER = assignment(2, STAYING, COMING);
    private static final Placement STABLE = Placement.stable(BEFORE);
    private static final Placement PREPARING = STABLE.preparing(AFTER, "request", null);
    private static final WorkerOrder DEFINE = new WorkerOrder.ReportNow(1); // stands for the definition
    private static final Topology TOPOLOGY = Topology.of(
            List.of(new ComponentDefinition(
                    "numbers",
                    ComponentKind.SPOUT,
                    "Numbers",
                    new byte[] {1},
                    1,
                    null,
                    Map.of(),
                    List.of(),
                    List.of(),
                    ComponentMemory.LEFT_BEHIND)),
            List.of());
    private static final TopologyDefinition DEFINITION =
            new TopologyDefinition("words-1", "words", "submit", null, Map.of(), TOPOLOGY, 1);
    private static final TopologyStatus ACTIVE = TopologyStatus.ACTIVE;

    private static Assignment assignment(long version, WorkerSlot... workers) {
        return new Assignment("words-1", version, 2, List.of(workers), List.of(), List.of());
    }

    /** Remembers orders; the definition only as that it was told. */
    private static final class Orders implements OrderSender {
        final List<WorkerOrder> sent = new ArrayList<>();

        @Override
        public void send(WorkerOrder order) {
            sent.add(order instanceof WorkerOrder.Define ? DEFINE : order);
        }

        @Override
        public void close() {}

        List<WorkerOrder> take() {
            List<WorkerOrder> taken = List.copyOf(sent);
            sent.clear();
            return taken;
        }
    }

    private static final class Handle implements WorkerHandle {
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return exit;
        }

        @Override
        public void destroy() {}

        @Override
        public void destroyForcibly() {}
    }

    private final Orders orders = new Orders();
    private long conversation;

    private LiveWorker worker(WorkerSlot slot) {
        LiveWorker worker =
                new LiveWorker("words-1", slot.port(), new Incarnation(slot.index(), slot.lease(), 1), new Handle(), 0);
        worker.connected(++conversation, orders);
        return worker;
    }

    private List<WorkerOrder> told(LiveWorker worker, Placement placement, TopologyStatus status) {
        worker.tell(() -> new WorkerOrder.Define(DEFINITION, "", ""), placement, status);
        List<WorkerOrder> told = orders.take();
        worker.tell(() -> new WorkerOrder.Define(DEFINITION, "", ""), placement, status);
        assertThat(orders.take()).as("nothing is told twice").isEmpty();
        return told;
    }

    @Test
    @Tag("R1")
    void aWorkerThatStaysPreparesThenSwitchesThenHearsThatItIsOver() {
        LiveWorker worker = worker(STAYING);
        assertThat(told(worker, STABLE, ACTIVE)).containsExactly(DEFINE, new Adopt(BEFORE, ACTIVE));
        assertThat(told(worker, PREPARING, ACTIVE)).containsExactly(new Prepare(AFTER, BEFORE));
        assertThat(told(worker, PREPARING.pausing(), TopologyStatus.REBALANCING))
                .containsExactly(new Adopt(BEFORE, TopologyStatus.REBALANCING));
        assertThat(told(worker, PREPARING.switching(), ACTIVE)).containsExactly(new Adopt(AFTER, ACTIVE, BEFORE));
        assertThat(told(worker, PREPARING.switching().settled(), ACTIVE)).containsExactly(new Adopt(AFTER, ACTIVE));
    }

    @Test
    @Tag("R1")
    void aWorkerThatIsNewAdoptsNothingBeforeTheSwitch() {
        LiveWorker worker = worker(COMING);
        assertThat(told(worker, PREPARING, ACTIVE)).containsExactly(DEFINE, new Prepare(AFTER, BEFORE));
        assertThat(told(worker, PREPARING.pausing(), TopologyStatus.REBALANCING))
                .isEmpty();
        assertThat(told(worker, PREPARING.switching(), ACTIVE)).containsExactly(new Adopt(AFTER, ACTIVE, BEFORE));
    }

    @Test
    @Tag("R5")
    void aWorkerForgetsWhatWasRolledBackAlsoAfterAReconnect() {
        LiveWorker worker = worker(STAYING);
        told(worker, STABLE, ACTIVE);
        told(worker, PREPARING, ACTIVE);
        Placement aborted = PREPARING.aborted("test");
        assertThat(told(worker, aborted, ACTIVE)).containsExactly(new Abort(2));
        worker.connected(++conversation, orders);
        assertThat(told(worker, aborted, ACTIVE)).containsExactly(DEFINE, new Abort(2), new Adopt(BEFORE, ACTIVE));
        Assignment third = assignment(3, STAYING);
        assertThat(told(worker, aborted.preparing(third, "next", null), ACTIVE))
                .containsExactly(new Prepare(third, BEFORE));
    }

    @Test
    @Tag("R5")
    void aRollBackThatWasNotSeenIsToldWithTheNextChange() {
        LiveWorker worker = worker(STAYING);
        told(worker, STABLE, ACTIVE);
        told(worker, PREPARING, ACTIVE);
        Assignment third = assignment(3, STAYING);
        Placement next = PREPARING.aborted("test").preparing(third, "next", null);
        assertThat(told(worker, next, ACTIVE)).containsExactly(new Abort(2), new Prepare(third, BEFORE));
    }

    @Test
    @Tag("R5")
    void aReconnectInTheMiddleOfASwitchTellsItAll() {
        LiveWorker worker = worker(LEAVING);
        told(worker, STABLE, ACTIVE);
        worker.connected(++conversation, orders);
        assertThat(told(worker, PREPARING.switching(), ACTIVE))
                .containsExactly(DEFINE, new Adopt(AFTER, ACTIVE, BEFORE));
    }
}
