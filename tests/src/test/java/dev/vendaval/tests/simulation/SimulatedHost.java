package dev.vendaval.tests.simulation;

import dev.vendaval.supervisor.slot.SlotTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What outlives a supervisor: the processes of its workers, and the launch counts on its disk. */
final class SimulatedHost {
    private static final int LONGEST_ABSENCE = 20_000;

    private final World world;
    private final String id;
    private final List<Integer> ports;
    private final Map<Integer, SimulatedWorker> workers = new TreeMap<>();
    private final Map<String, Long> launches = new HashMap<>();
    private @Nullable SimulatedSupervisor supervisor;

    SimulatedHost(World world, String id, List<Integer> ports) {
        this.world = world;
        this.id = id;
        this.ports = ports;
        startSupervisor();
    }

    private void startSupervisor() {
        SimulatedSupervisor started = new SimulatedSupervisor(world, this);
        supervisor = started;
        started.adopt(new ArrayList<>(workers.values()));
        started.begin();
    }

    String id() {
        return id;
    }

    List<Integer> ports() {
        return ports;
    }

    @Nullable
    SimulatedSupervisor supervisor() {
        return supervisor;
    }

    void ifSupervised(Consumer<SimulatedSupervisor> consumer) {
        if (supervisor != null) {
            consumer.accept(supervisor);
        }
    }

    Collection<SimulatedWorker> workers() {
        return List.copyOf(workers.values());
    }

    void supervisorDies() {
        if (supervisor != null) {
            supervisor.kill();
            supervisor = null;
            world.time.after(world.chance.upTo(LONGEST_ABSENCE), this::startSupervisor);
        }
    }

    void workerDies() {
        if (!workers.isEmpty()) {
            world.chance.of(new ArrayList<>(workers.values())).exit(137);
        }
    }

    void workerHangs(long millis) {
        if (!workers.isEmpty()) {
            world.chance.of(new ArrayList<>(workers.values())).hang(millis);
        }
    }

    SimulatedWorker launch(int port, SlotTarget target) {
        SimulatedWorker present = workers.get(port);
        if (present != null) {
            world.broken("a second process is launched for " + target + " beside " + present);
        }
        long launch = launches.merge(target.topologyId() + "/" + port, 1L, Long::sum);
        SimulatedWorker worker = new SimulatedWorker(this, world, port, target, launch);
        world.launched(worker);
        workers.put(port, worker);
        return worker;
    }

    void ended(SimulatedWorker worker, int code) {
        workers.remove(worker.port, worker);
        SimulatedSupervisor parent = supervisor;
        if (parent != null) {
            world.time.after(world.chance.upTo(10), () -> parent.deliver(() -> parent.childEnded(worker, code)));
        }
    }

    void forget(String topologyId, int port) {
        launches.remove(topologyId + "/" + port);
    }
}
