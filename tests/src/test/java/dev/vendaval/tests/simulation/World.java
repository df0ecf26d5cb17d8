package dev.vendaval.tests.simulation;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.supervisor.SlotTurns.Told;
import dev.vendaval.supervisor.slot.SlotTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated cluster and its users under the faults of a plan, from a seed. What must hold is looked at after each write and
 * each answer, and once more when the faults are over and all has come to rest.
 */
final class World {
    private static final int WARM_UP = 3_000;
    private static final int BUSY = 60_000;
    /** Longer than any absence, and than the longest back-off of a slot. */
    private static final int SETTLING = 45_000;

    private static final int LOOK_AGAIN = 5_000;
    private static final int LOOKS = 30;

    /** How large it is. */
    record Size(int nimbuses, int hosts, int slots, int users) {}

    final Timeline time = new Timeline();
    final Chance chance;
    final Faults faults;
    final ClusterState truth;
    int staleWrites;
    /** Assignments that were proposed with more tasks than there were. */
    int grownAssignments;

    private final long seed;
    private final Faults.Plan plan;
    private final List<SimulatedNimbus> nimbuses = new ArrayList<>();
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final List<SimulatedClient> users = new ArrayList<>();
    private final Set<String> incarnations = new HashSet<>();
    private final Map<String, String> idsBySubmit = new HashMap<>();
    private final Map<String, Placement> placements = new HashMap<>();
    /** Two that have a slot since a leader could not know that one of them had it. */
    private final Set<String> disputed = new HashSet<>();

    private final StringBuilder history = new StringBuilder();
    private boolean settling;
    private int suffixes;
    private @Nullable String violation;

    World(long seed, Size size, Faults.Plan plan) {
        this.seed = seed;
        this.plan = plan;
        this.chance = new Chance(seed);
        this.faults = new Faults(this, plan);
        this.truth = new MemoryClusterState(time.inOrder(chance));
        for (int number = 0; number < size.nimbuses; number++) {
            nimbuses.add(new SimulatedNimbus(this, number));
        }
        for (int number = 0; number < size.hosts; number++) {
            List<Integer> ports = new ArrayList<>();
            for (int slot = 0; slot < size.slots; slot++) {
                ports.add(6700 + slot);
            }
            hosts.add(new SimulatedHost(this, "host" + number, ports));
        }
        for (int user = 0; user < size.users; user++) {
            users.add(new SimulatedClient(this, "topology" + user, chance.between(1, size.hosts + 1)));
        }
    }

    List<SimulatedNimbus> nimbuses() {
        return nimbuses;
    }

    List<SimulatedHost> hosts() {
        return hosts;
    }

    SimulatedNimbus nimbusAt(int port) {
        return nimbuses.stream()
                .filter(nimbus -> nimbus.port() == port)
                .findFirst()
                .orElseThrow();
    }

    SimulatedNimbus nimbusOf(SimulatedProcess process) {
        return nimbuses.stream()
                .filter(nimbus -> nimbus.is(process))
                .findFirst()
                .orElseThrow();
    }

    String nextSuffix() {
        return "n" + ++suffixes;
    }

    /** Faults are over; nobody begins anything new. */
    boolean isSettling() {
        return settling;
    }

    void happened(String what) {
        history.append(time.now()).append(' ').append(what).append('\n');
    }

    void broken(String what) {
        happened("BROKEN: " + what);
        if (violation == null) {
            violation = what;
        }
    }

    /** Runs it; whatever does not hold is an error that names the seed. */
    void run(String howToRepeat) {
        try {
            time.runFor(WARM_UP);
            users.forEach(SimulatedClient::goOn);
            faults.begin(BUSY);
            runFor(BUSY);
            settling = true;
            runFor(SETTLING);
            comeToRest("after the faults");
            users.stream().filter(user -> !user.isLive()).forEach(SimulatedClient::submit);
            comeToRest("after every free name was used again");
            users.forEach(SimulatedClient::kill);
            comeToRest("after every topology was killed");
            if (!truth.topologyIds().isEmpty()) {
                broken("left after all kills: " + truth.topologyIds());
            }
            checkViolation();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " at " + time.now() + " ms: " + e + "\nrepeat: " + howToRepeat + "\n" + lately(),
                    e);
        }
    }

    /** All that has happened, for comparing two runs of one seed. */
    String history() {
        return history.toString();
    }

    private String lately() {
        int from = Math.max(0, history.length() - 6_000);
        return history.substring(from);
    }

    private void runFor(int millis) {
        for (int step = 0; step < millis; step += 1_000) {
            time.runFor(1_000);
            checkViolation();
        }
    }

    private void checkViolation() {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }

    private void comeToRest(String when) {
        List<String> complaints = complaints();
        for (int look = 0; look < LOOKS && !complaints.isEmpty(); look++) {
            runFor(LOOK_AGAIN);
            complaints = complaints();
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError("not at rest " + when + ": " + complaints);
        }
        check();
        checkViolation();
    }

    // ---- while it goes on

    /** A write has taken effect. */
    void changed() {
        check();
        for (String id : truth.topologyIds()) {
            TopologyDefinition definition = truth.definition(id).orElseThrow();
            String first = idsBySubmit.putIfAbsent(definition.submitId(), id);
            if (first != null && !first.equals(id)) {
                broken("the submit " + definition.submitId() + " gave " + first + " and " + id);
            }
            truth.placement(id).ifPresent(placement -> checkPlacement(definition, placement));
        }
        checkSlots();
    }

    void check() {
        users.forEach(SimulatedClient::check);
    }

    private void checkPlacement(TopologyDefinition definition, Placement placement) {
        Placement before = placements.put(placement.topologyId(), placement);
        if (placement.equals(before)) {
            return;
        }
        Assignment assignment = placement.assignment();
        checkOwners(definition, assignment);
        if (before == null) {
            return;
        }
        checkGrowth(before, placement);
        if (!before.assignment().workers().isEmpty() && assignment.workers().isEmpty()) {
            checkStop(definition, before.assignment());
        }
    }

    private void checkOwners(TopologyDefinition definition, Assignment assignment) {
        List<Integer> tasks =
                TaskLayout.of(definition.topology(), definition.config(), assignment.growth()).components().stream()
                        .filter(component -> !component.system())
                        .flatMap(component -> component.tasks().stream())
                        .sorted()
                        .toList();
        List<Integer> owned = assignment.executors().stream()
                .flatMap(executor -> executor.executor().tasks().stream())
                .sorted()
                .toList();
        if (!assignment.workers().isEmpty() && !owned.equals(tasks)) {
            broken("not every task of " + tasks + " has one owner: " + assignment);
        }
    }

    /** What has grown stays, and an id that was proposed once is not proposed for another task. */
    private void checkGrowth(Placement before, Placement now) {
        TaskGrowth known = before.growth();
        if (!startsWith(now.growth(), known) || now.growth().highestTask() < known.highestTask()) {
            broken("it is forgotten how it has grown: " + before + " -> " + now);
        }
        Assignment next = now.next();
        if (next != null && before.next() == null) {
            grownAssignments += next.growth().added().size() > known.added().size() ? 1 : 0;
            next.growth().added().stream()
                    .skip(known.added().size())
                    .flatMap(added -> added.tasks().stream())
                    .filter(task -> task <= known.highestTask())
                    .forEach(task -> broken("the id " + task + " is used again: " + before + " -> " + now));
        }
    }

    private static boolean startsWith(TaskGrowth growth, TaskGrowth beginning) {
        int steps = beginning.added().size();
        return growth.added().size() >= steps
                && growth.added().subList(0, steps).equals(beginning.added());
    }

    /** Only what was killed loses its workers, and not before they are quiet or the wait is over. */
    private void checkStop(TopologyDefinition definition, Assignment before) {
        TopologyStatus status = truth.topologyState(definition.id())
                .map(Versioned::value)
                .map(TopologyState::status)
                .orElseThrow();
        if (status != TopologyStatus.KILLED) {
            broken(definition.id() + " is " + status + " and has lost its workers: " + before);
        }
        long earliest = users.stream()
                .filter(user -> user.owns(definition.name()))
                .mapToLong(user -> user.earliestStop(definition.id()))
                .max()
                .orElse(0);
        boolean hostsAreWhole =
                !plan.hasAny(Faults.Kind.SUPERVISOR_DIES, Faults.Kind.SUPERVISOR_STOPS, Faults.Kind.CUT);
        if (hostsAreWhole && time.now() < earliest) {
            for (SimulatedWorker worker : workersOf(definition.id())) {
                if (!worker.isQuiet()) {
                    broken(worker + " is to stop " + (earliest - time.now()) + " ms too early: tuples are under way");
                }
            }
        }
    }

    private List<SimulatedWorker> workersOf(String topologyId) {
        return hosts.stream()
                .flatMap(host -> host.workers().stream())
                .filter(worker -> worker.target.topologyId().equals(topologyId))
                .toList();
    }

    private void checkSlots() {
        Map<String, String> owners = new HashMap<>();
        Map<String, WorkerSlot> given = new HashMap<>();
        for (String id : truth.topologyIds()) {
            for (WorkerSlot slot : workersIn(id)) {
                String place = slot.supervisorId() + ":" + slot.port();
                String other = owners.put(place, id);
                WorkerSlot before = given.put(place, slot);
                if (other == null || (other.equals(id) && slot.equals(before))) { // in both assignments of a change
                    continue;
                }
                if (other.equals(id)) {
                    broken(id + " has two workers in one slot: " + before + " and " + slot);
                } else if (faults.wereSlotsUnknown(other) || faults.wereSlotsUnknown(id)) {
                    disputed.add(other);
                    disputed.add(id);
                } else {
                    broken("the slot " + slot + " is given to " + other + " and " + id);
                }
            }
        }
    }

    private Collection<WorkerSlot> workersIn(String topologyId) {
        return truth.placement(topologyId).map(Placement::workers).orElse(List.of());
    }

    void launched(SimulatedWorker worker) {
        if (!incarnations.add(worker.target.topologyId() + " " + worker.incarnation)) {
            broken("a second life of the same number: " + worker);
        }
    }

    /** Nothing is taken away from a topology that has the slot: not because it could not be read, either. */
    void mustNotBeAssigned(SimulatedHost host, int port, SlotTarget target, String what) {
        for (WorkerSlot slot : workersIn(target.topologyId())) {
            if (slot.supervisorId().equals(host.id()) && slot.port() == port && slot.lease() == target.lease()) {
                broken(target + " " + what + " though it has the slot " + slot);
            }
        }
    }

    // ---- at rest

    private List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (truth.leader().isEmpty()) {
            complaints.add("nobody leads");
        }
        users.stream().filter(SimulatedClient::isBusy).forEach(user -> complaints.add(user.toString()));
        for (SimulatedHost host : hosts) {
            SimulatedSupervisor supervisor = host.supervisor();
            if (supervisor == null || !supervisor.isSettled()) {
                complaints.add(host.id() + (supervisor == null ? " has no supervisor" : ": " + supervisor.states()));
            }
        }
        Set<SimulatedWorker> wanted = new HashSet<>();
        for (String id : truth.topologyIds()) {
            complain(id, complaints, wanted);
        }
        hosts.stream()
                .flatMap(host -> host.workers().stream())
                .filter(worker -> !wanted.contains(worker))
                .forEach(worker -> complaints.add("nobody wants " + worker));
        return complaints;
    }

    private void complain(String id, List<String> complaints, Set<SimulatedWorker> wanted) {
        TopologyStatus status = truth.topologyState(id)
                .map(Versioned::value)
                .map(TopologyState::status)
                .orElseThrow();
        if (status == TopologyStatus.KILLED) {
            complaints.add(id + " is still being killed");
        }
        Collection<WorkerSlot> slots = workersIn(id);
        if (truth.placement(id).filter(Placement::isChanging).isPresent()) {
            complaints.add(id + " is still between two assignments");
        }
        if (slots.isEmpty() && freeSlots() > 0) {
            complaints.add(id + " waits though " + freeSlots() + " slots are free");
        }
        long version = truth.assignment(id).map(Assignment::version).orElse(0L);
        for (WorkerSlot slot : slots) {
            List<SimulatedWorker> there = workersOf(id).stream()
                    .filter(worker -> worker.incarnation.workerIndex() == slot.index()
                            && worker.incarnation.lease() == slot.lease()
                            && worker.port == slot.port()
                            && Objects.equals(worker.told(), new Told(version, status.name())))
                    .filter(worker -> hostOf(worker).equals(slot.supervisorId()))
                    .toList();
            if (there.size() != 1 && !disputed.contains(id)) {
                complaints.add(id + " has " + there + " for " + slot);
            }
            wanted.addAll(there);
        }
    }

    private String hostOf(SimulatedWorker worker) {
        return hosts.stream()
                .filter(host -> host.workers().contains(worker))
                .map(SimulatedHost::id)
                .findFirst()
                .orElse("");
    }

    private long freeSlots() {
        long all = truth.supervisors().stream()
                .map(SupervisorRecord::slots)
                .mapToLong(List::size)
                .sum();
        long used = truth.topologyIds().stream()
                .mapToLong(id -> workersIn(id).size())
                .sum();
        return all - used;
    }
}
