package dev.vendaval.protocol.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of the cluster state must do; the tests of each extend this. */
public abstract class ClusterStateContract {
    protected static final Duration LIMIT = Duration.ofSeconds(15);
    protected static final NimbusRecord FIRST = new NimbusRecord("127.0.0.1", 1001);
    protected static final NimbusRecord SECOND = new NimbusRecord("127.0.0.1", 1002);

    private final List<ClusterState> opened = new CopyOnWriteArrayList<>();
    protected ClusterState state;

    /** The same state as another process sees it. */
    protected abstract ClusterState open() throws Exception;

    protected final ClusterState opened() throws Exception {
        ClusterState made = open();
        opened.add(made);
        return made;
    }

    @BeforeEach
    void openState() throws Exception {
        state = opened();
    }

    @AfterEach
    void closeStates() {
        opened.forEach(ClusterState::close);
    }

    /** Remembers what it was told. */
    public static final class Leadership implements LeadershipListener {
        public final List<LeaderEpoch> epochs = new CopyOnWriteArrayList<>();
        public final AtomicInteger revocations = new AtomicInteger();

        @Override
        public void elected(LeaderEpoch epoch) {
            epochs.add(epoch);
        }

        @Override
        public void revoked() {
            revocations.incrementAndGet();
        }

        public LeaderEpoch awaitElected(int times) {
            await().atMost(LIMIT).until(() -> epochs.size() >= times);
            return epochs.get(times - 1);
        }
    }

    protected final LeaderEpoch lead() {
        Leadership leadership = new Leadership();
        state.joinElection(FIRST, leadership);
        return leadership.awaitElected(1);
    }

    private static TopologyDefinition definition(String name) {
        return SampleRecords.definition(name);
    }

    private static TopologyDefinition resubmitted(TopologyDefinition other, String id, String submitId) {
        return new TopologyDefinition(
                id, other.name(), submitId, other.artifact(), other.config(), other.topology(), 5L);
    }

    @Test
    void aNewStateIsEmpty() {
        assertThat(state.topologyIds()).isEmpty();
        assertThat(state.definition("wc-1")).isEmpty();
        assertThat(state.topologyState("wc-1")).isEmpty();
        assertThat(state.assignment("wc-1")).isEmpty();
        assertThat(state.supervisors()).isEmpty();
        assertThat(state.nimbuses()).isEmpty();
        assertThat(state.leader()).isEmpty();
    }

    @Test
    void aNimbusThatIsNoCandidateIsPresentAndLeadsNothing() {
        Leadership leadership = new Leadership();
        Registration present = state.registerNimbus(FIRST);
        assertThat(state.nimbuses()).containsExactly(FIRST);
        assertThat(state.leader()).isEmpty();

        Registration place = state.joinElection(FIRST, leadership);
        leadership.awaitElected(1);
        assertThat(state.nimbuses()).containsExactly(FIRST);
        place.close();
        assertThat(state.nimbuses()).as("it is still there, as no candidate").containsExactly(FIRST);
        present.close();
        present.close();
        assertThat(state.nimbuses()).isEmpty();
    }

    @Test
    void theFirstCandidateLeadsAndTheNextFollowsWithAHigherEpoch() throws Exception {
        ClusterState other = opened();
        Leadership first = new Leadership();
        Leadership second = new Leadership();
        Registration firstPlace = state.joinElection(FIRST, first);
        LeaderEpoch firstEpoch = first.awaitElected(1);
        other.joinElection(SECOND, second);

        assertThat(other.leader()).contains(FIRST);
        assertThat(state.nimbuses()).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(second.epochs).isEmpty();

        firstPlace.close();

        assertThat(second.awaitElected(1).number()).isGreaterThan(firstEpoch.number());
        assertThat(state.leader()).contains(SECOND);
        assertThat(state.nimbuses()).containsExactly(SECOND);
        assertThat(first.revocations).as("who resigns is not told").hasValue(0);
    }

    @Test
    void whenTheLastCandidateResignsNobodyLeads() {
        Leadership leadership = new Leadership();
        Registration place = state.joinElection(FIRST, leadership);
        leadership.awaitElected(1);

        place.close();
        place.close();

        assertThat(state.leader()).isEmpty();
        assertThat(state.nimbuses()).isEmpty();
    }

    @Test
    void closingTheStateOfALeaderElectsTheNext() throws Exception {
        ClusterState other = opened();
        Leadership first = new Leadership();
        Leadership second = new Leadership();
        other.joinElection(FIRST, first);
        first.awaitElected(1);
        state.joinElection(SECOND, second);

        other.close();

        second.awaitElected(1);
        assertThat(state.leader()).contains(SECOND);
    }

    @Test
    void aCreatedTopologyIsReadBackAsItWas() throws Exception {
        LeaderEpoch epoch = lead();
        TopologyDefinition definition = definition("wc");

        state.createTopology(epoch, definition, new TopologyState(TopologyStatus.KILLED, Duration.ofNanos(7)));

        ClusterState other = opened();
        assertThat(other.topologyIds()).containsExactly("wc-1");
        assertThat(other.definition("wc-1")).get().usingRecursiveComparison().isEqualTo(definition);
        assertThat(other.topologyState("wc-1").orElseThrow().value())
                .isEqualTo(new TopologyState(TopologyStatus.KILLED, Duration.ofNanos(7)));
        assertThat(other.assignment("wc-1")).isEmpty();
    }

    @Test
    void aLocalTopologyHasNoArtifact() {
        TopologyDefinition full = definition("wc");
        TopologyDefinition local = new TopologyDefinition(
                "wc-1", "wc", "submit", null, full.config(), full.topology(), full.submittedAtMs());

        state.createTopology(lead(), local, TopologyState.of(TopologyStatus.ACTIVE));

        assertThat(state.definition("wc-1").orElseThrow().artifact()).isNull();
        assertThat(state.topologyState("wc-1").orElseThrow().value().killWaitRemaining())
                .isNull();
    }

    @Test
    void namesAndIdsMayHaveAnyLetters() {
        LeaderEpoch epoch = lead();
        TopologyDefinition odd = resubmitted(definition("größe%41&co"), "größe%41&co-1", "s");

        state.createTopology(epoch, odd, TopologyState.of(TopologyStatus.ACTIVE));

        assertThat(state.topologyIds()).containsExactly("größe%41&co-1");
        assertThat(state.definition("größe%41&co-1").orElseThrow().name()).isEqualTo("größe%41&co");
    }

    @Test
    void aNameIsTakenUntilItsTopologyIsRemoved() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        TopologyDefinition rival = resubmitted(definition("wc"), "wc-2", "another submit");

        assertThatThrownBy(() -> state.createTopology(epoch, rival, TopologyState.of(TopologyStatus.ACTIVE)))
                .isInstanceOf(ClusterStateException.NameTaken.class)
                .hasMessageContainingAll("wc", "wc-1");
        assertThat(state.topologyIds()).as("all or nothing").containsExactly("wc-1");

        state.removeTopology(epoch, "wc-1");
        state.createTopology(epoch, rival, TopologyState.of(TopologyStatus.ACTIVE));

        assertThat(state.topologyIds()).containsExactly("wc-2");
    }

    @Test
    void aRepeatedSubmitSucceedsWithoutEffect() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        state.updateTopologyState(epoch, "wc-1", TopologyState.of(TopologyStatus.INACTIVE), 0);

        state.createTopology(
                epoch,
                resubmitted(definition("wc"), "wc-2", definition("wc").submitId()),
                TopologyState.of(TopologyStatus.ACTIVE));

        assertThat(state.topologyIds()).containsExactly("wc-1");
        assertThat(state.topologyState("wc-1").orElseThrow().value().status()).isEqualTo(TopologyStatus.INACTIVE);
    }

    @Test
    void aStateIsUpdatedOnlyFromTheVersionThatWasRead() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        int version = state.topologyState("wc-1").orElseThrow().version();

        state.updateTopologyState(epoch, "wc-1", TopologyState.of(TopologyStatus.INACTIVE), version);

        assertThatThrownBy(() ->
                        state.updateTopologyState(epoch, "wc-1", TopologyState.of(TopologyStatus.KILLED), version))
                .isInstanceOf(ClusterStateException.VersionConflict.class);
        Versioned<TopologyState> present = state.topologyState("wc-1").orElseThrow();
        assertThat(present.value().status()).isEqualTo(TopologyStatus.INACTIVE);
        state.updateTopologyState(epoch, "wc-1", TopologyState.of(TopologyStatus.KILLED), present.version());
    }

    @Test
    void anAssignmentFollowsThePresentVersionOnly() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));

        state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 1));
        state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 2));

        assertThat(state.assignment("wc-1")).contains(SampleRecords.assignment("wc-1", 2));
        for (long version : new long[] {1, 2, 4}) {
            assertThatThrownBy(() -> state.writeAssignment(epoch, SampleRecords.assignment("wc-1", version)))
                    .isInstanceOf(ClusterStateException.VersionConflict.class);
        }
    }

    private Placement placed(LeaderEpoch epoch) {
        state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 1));
        return state.placement("wc-1").orElseThrow();
    }

    @Test
    void aChangeOfAnAssignmentIsReadBackAsItWasInEachPhase() {
        LeaderEpoch epoch = lead();
        Placement stable = placed(epoch);
        Placement preparing =
                stable.preparing(SampleRecords.assignment("wc-1", 2), "request", Duration.ofMillis(1_500));
        Placement switching = preparing.pausing().switching();

        Placement before = stable;
        for (Placement next : List.of(preparing, preparing.pausing(), switching, switching.settled())) {
            state.replacePlacement(epoch, before, next);
            assertThat(state.placement("wc-1")).contains(next);
            assertThat(state.assignment("wc-1")).contains(next.assignment());
            before = next;
        }
        assertThat(before).isEqualTo(Placement.stable(SampleRecords.assignment("wc-1", 2)));
    }

    @Test
    void theVersionOfAnAssignmentThatWasRolledBackIsNotUsedAgain() {
        LeaderEpoch epoch = lead();
        Placement stable = placed(epoch);
        Placement preparing = stable.preparing(SampleRecords.assignment("wc-1", 2), "request", null);
        state.replacePlacement(epoch, stable, preparing);
        state.replacePlacement(epoch, preparing, preparing.aborted("a worker died"));

        assertThat(state.placement("wc-1")).contains(preparing.aborted("a worker died"));
        assertThatThrownBy(() -> state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 2)))
                .isInstanceOf(ClusterStateException.VersionConflict.class);
        state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 3));
        assertThat(state.placement("wc-1")).contains(Placement.stable(SampleRecords.assignment("wc-1", 3)));
    }

    @Test
    void aPlacementIsReplacedOnlyIfItIsTheExpectedOne() {
        LeaderEpoch epoch = lead();
        Placement stable = placed(epoch);
        Placement preparing = stable.preparing(SampleRecords.assignment("wc-1", 2), "request", null);
        state.replacePlacement(epoch, stable, preparing);

        assertThatThrownBy(() -> state.replacePlacement(epoch, stable, preparing.switching()))
                .isInstanceOf(ClusterStateException.VersionConflict.class);
        assertThatThrownBy(() -> state.replacePlacement(
                        epoch,
                        Placement.stable(SampleRecords.assignment("gone-1", 1)),
                        Placement.stable(SampleRecords.assignment("gone-1", 2))))
                .isInstanceOf(ClusterStateException.VersionConflict.class);
        assertThat(state.placement("wc-1")).contains(preparing);
    }

    @Test
    void aSupervisorStaysDrainedUntilThatIsUndone() throws Exception {
        LeaderEpoch epoch = lead();

        state.drain(epoch, "sup/a", "10.0.0.1");
        state.drain(epoch, "sup/a", "10.0.0.1");
        state.drain(epoch, "sup-b", "10.0.0.2");

        assertThat(opened().drained()).isEqualTo(Map.of("sup/a", "10.0.0.1", "sup-b", "10.0.0.2"));
        state.undrain(epoch, "sup/a");
        state.undrain(epoch, "sup/a");
        assertThat(state.drained()).isEqualTo(Map.of("sup-b", "10.0.0.2"));
    }

    @Test
    void whatIsWrittenToATopologyThatIsGoneIsAConflict() {
        LeaderEpoch epoch = lead();

        assertThatThrownBy(() -> state.updateTopologyState(epoch, "gone-1", TopologyState.of(TopologyStatus.ACTIVE), 0))
                .isInstanceOf(ClusterStateException.VersionConflict.class);
        assertThatThrownBy(() -> state.writeAssignment(epoch, SampleRecords.assignment("gone-1", 1)))
                .isInstanceOf(ClusterStateException.VersionConflict.class);
        state.removeTopology(epoch, "gone-1");
    }

    @Test
    void aRemovedTopologyIsGoneWhole() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 1));

        state.removeTopology(epoch, "wc-1");

        assertThat(state.topologyIds()).isEmpty();
        assertThat(state.definition("wc-1")).isEmpty();
        assertThat(state.topologyState("wc-1")).isEmpty();
        assertThat(state.assignment("wc-1")).isEmpty();
    }

    @Test
    void anOldLeaderCanDoNothing() throws Exception {
        Leadership first = new Leadership();
        Registration place = state.joinElection(FIRST, first);
        LeaderEpoch old = first.awaitElected(1);
        state.createTopology(old, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        place.close();
        Leadership second = new Leadership();
        opened().joinElection(SECOND, second);
        LeaderEpoch present = second.awaitElected(1);

        state.confirmLeader(present);
        assertStale(() -> state.confirmLeader(old));
        assertStale(() -> state.createTopology(old, definition("other"), TopologyState.of(TopologyStatus.ACTIVE)));
        assertStale(() -> state.updateTopologyState(old, "wc-1", TopologyState.of(TopologyStatus.KILLED), 0));
        assertStale(() -> state.writeAssignment(old, SampleRecords.assignment("wc-1", 1)));
        assertStale(() -> state.writeAssignment(old, SampleRecords.assignment("wc-1", 9)));
        Placement unknown = Placement.stable(SampleRecords.assignment("wc-1", 1));
        assertStale(() -> state.replacePlacement(old, unknown, unknown));
        assertStale(() -> state.drain(old, "sup-a", "h"));
        assertStale(() -> state.undrain(old, "sup-a"));
        assertStale(() -> state.removeTopology(old, "wc-1"));
        assertThat(state.topologyIds()).containsExactly("wc-1");
    }

    private static void assertStale(Runnable write) {
        assertThatThrownBy(write::run).isInstanceOf(ClusterStateException.StaleLeader.class);
    }

    @Test
    void aSupervisorIsPresentWhileItIsRegistered() throws Exception {
        ClusterState other = opened();
        Registration a = state.registerSupervisor(SampleRecords.supervisor("sup-a"));
        other.registerSupervisor(SampleRecords.supervisor("sup-b"));

        assertThat(state.supervisors())
                .containsExactly(SampleRecords.supervisor("sup-a"), SampleRecords.supervisor("sup-b"));

        a.close();
        a.close();
        assertThat(state.supervisors()).containsExactly(SampleRecords.supervisor("sup-b"));
        other.close();
        assertThat(state.supervisors()).isEmpty();
    }

    @Test
    void aSupervisorThatComesBackReplacesItsFormerSelf() throws Exception {
        SupervisorRecord moved = new SupervisorRecord("sup-a", "elsewhere", 1, List.of(1));
        Registration former = state.registerSupervisor(SampleRecords.supervisor("sup-a"));
        ClusterState successor = opened();

        successor.registerSupervisor(moved);
        former.close();

        assertThat(state.supervisors()).containsExactly(moved);
    }

    @Test
    void everyChangeIsTold() throws Exception {
        ClusterState observer = opened();
        Changes changes = new Changes();
        observer.watch(changes);
        LeaderEpoch epoch = lead();
        changes.awaitMore();

        changes.expectAfter(() -> state.registerSupervisor(SampleRecords.supervisor("sup-a")));
        changes.expectAfter(
                () -> state.createTopology(epoch, definition("wc"), TopologyState.of(TopologyStatus.ACTIVE)));
        changes.expectAfter(() -> state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 1)));
        changes.expectAfter(() -> state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 2)));
        changes.expectAfter(
                () -> state.updateTopologyState(epoch, "wc-1", TopologyState.of(TopologyStatus.INACTIVE), 0));
        changes.expectAfter(() -> state.removeTopology(epoch, "wc-1"));
    }

    @Test
    void aClosedWatchIsToldNothingMore() throws Exception {
        Changes closedChanges = new Changes();
        Changes openChanges = new Changes();
        Registration watch = state.watch(closedChanges);
        state.watch(openChanges);
        state.registerSupervisor(SampleRecords.supervisor("sup-a"));
        openChanges.awaitMore();
        closedChanges.settle();
        watch.close();
        int told = closedChanges.count.get();

        openChanges.expectAfter(() -> state.registerSupervisor(SampleRecords.supervisor("sup-b")));

        assertThat(closedChanges.count).hasValue(told);
    }

    /** Counts calls; a change is awaited from the moment before it is made. */
    public static final class Changes implements Runnable {
        public final AtomicInteger count = new AtomicInteger();
        private int seen;

        @Override
        public void run() {
            count.incrementAndGet();
        }

        public void awaitMore() {
            await().atMost(LIMIT).until(() -> count.get() > seen);
            seen = count.get();
        }

        /** Waits until nothing is told any more for a moment, so that what follows is told for its own sake. */
        void settle() {
            AtomicInteger last = new AtomicInteger(-1);
            await().atMost(LIMIT)
                    .during(Duration.ofMillis(300))
                    .until(() -> last.getAndSet(count.get()) == count.get());
            seen = count.get();
        }

        void expectAfter(Runnable change) {
            settle();
            change.run();
            awaitMore();
        }
    }
}
