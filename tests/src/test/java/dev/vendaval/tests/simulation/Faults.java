package dev.vendaval.tests.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes wrong in a world, and when. Faults end before the world comes to rest. */
final class Faults {
    /** What may go wrong. */
    enum Kind {
        /** Half of them at a write. */
        NIMBUS_DIES,
        /** SIGSTOP for a while, half of them at a write. */
        NIMBUS_STOPS,
        SUPERVISOR_DIES,
        SUPERVISOR_STOPS,
        WORKER_DIES,
        WORKER_HANGS,
        /** A daemon cannot reach the cluster state. */
        CUT,
        /** Between a supervisor and Nimbus. */
        CONVERSATION_BREAKS,
        RECORD_IS_DAMAGED,
        WALL_CLOCK_JUMPS,
        /** Of 1,000 calls to the cluster state. */
        CALL_FAILS,
        /** Of 1,000 messages between processes. */
        MESSAGE_IS_LOST
    }

    /** How often each may happen at most in the busy time. */
    record Plan(Map<Kind, Integer> most) {
        static final Plan NONE = new Plan(Map.of());

        Plan with(Kind kind, int atMost) {
            Map<Kind, Integer> more = new EnumMap<>(Kind.class);
            more.putAll(most);
            more.put(kind, atMost);
            return new Plan(more);
        }

        int most(Kind kind) {
            return most.getOrDefault(kind, 0);
        }

        boolean hasAny(Kind... kinds) {
            return Arrays.stream(kinds).anyMatch(kind -> most(kind) > 0);
        }
    }

    private record Damage(String record, String topologyId) {}

    private static final int LONGEST_AWAY = 25_000;

    private final World world;
    private final Plan plan;
    private final List<Damage> damaged = new ArrayList<>();
    private final Set<Damage> everDamaged = new HashSet<>();
    /** Deaths and stops that wait for the next write of a Nimbus. */
    private int deathsAtWrites;

    private int stopsAtWrites;
    private boolean over;

    Faults(World world, Plan plan) {
        this.world = world;
        this.plan = plan;
    }

    void begin(int within) {
        Chance chance = world.chance;
        each(Kind.NIMBUS_DIES, within, () -> {
            if (chance.in(500)) {
                deathsAtWrites++;
            } else {
                chance.of(world.nimbuses()).die();
            }
        });
        each(Kind.NIMBUS_STOPS, within, () -> {
            if (chance.in(500)) {
                stopsAtWrites++;
            } else {
                chance.of(world.nimbuses()).process().stop(chance.upTo(LONGEST_AWAY));
            }
        });
        each(Kind.SUPERVISOR_DIES, within, () -> chance.of(world.hosts()).supervisorDies());
        each(
                Kind.SUPERVISOR_STOPS,
                within,
                () -> chance.of(world.hosts()).ifSupervised(supervisor -> supervisor.stop(chance.upTo(LONGEST_AWAY))));
        each(Kind.WORKER_DIES, within, () -> chance.of(world.hosts()).workerDies());
        each(Kind.WORKER_HANGS, within, () -> chance.of(world.hosts()).workerHangs(chance.upTo(LONGEST_AWAY)));
        each(Kind.CUT, within, () -> anyProcess().cut(chance.upTo(LONGEST_AWAY)));
        each(
                Kind.CONVERSATION_BREAKS,
                within,
                () -> chance.of(world.hosts()).ifSupervised(SimulatedSupervisor::breakConversation));
        each(Kind.RECORD_IS_DAMAGED, within, this::damage);
        each(Kind.WALL_CLOCK_JUMPS, within, () -> anyProcess().jumpWallClock(chance.between(-90_000_000, 90_000_000)));
        world.time.after(within, () -> over = true);
    }

    private void each(Kind kind, int within, Runnable fault) {
        for (int times = world.chance.upTo(plan.most(kind)); times > 0; times--) {
            world.time.after(world.chance.upTo(within), fault);
        }
    }

    private SimulatedProcess anyProcess() {
        List<SimulatedProcess> all = new ArrayList<>();
        world.nimbuses().forEach(nimbus -> all.add(nimbus.process()));
        world.hosts().forEach(host -> host.ifSupervised(all::add));
        return world.chance.of(all);
    }

    private void damage() {
        List<String> ids = world.truth.topologyIds();
        if (!ids.isEmpty()) {
            Damage damage =
                    new Damage(world.chance.of(List.of("definition", "state", "assignment")), world.chance.of(ids));
            world.happened(damage + " begins");
            damaged.add(damage);
            everDamaged.add(damage);
            world.time.after(world.chance.upTo(LONGEST_AWAY), () -> {
                damaged.remove(damage);
                world.happened(damage + " ends");
            });
        }
    }

    boolean isDamaged(String record, String topologyId) {
        return damaged.contains(new Damage(record, topologyId));
    }

    /** Then a leader could not know which slots it has, but for those whose workers are reported. */
    boolean wereSlotsUnknown(String topologyId) {
        return everDamaged.contains(new Damage("assignment", topologyId));
    }

    boolean callFails() {
        return !over && world.chance.in(plan.most(Kind.CALL_FAILS));
    }

    boolean messageIsLost() {
        return !over && world.chance.in(plan.most(Kind.MESSAGE_IS_LOST));
    }

    void beforeWrite(SimulatedProcess process) {
        if (stopsAtWrites > 0) {
            stopsAtWrites--;
            process.stopHere(world.chance.upTo(LONGEST_AWAY));
        } else if (deathsAtWrites > 0 && world.chance.in(500)) {
            deathsAtWrites--;
            world.nimbusOf(process).die();
        }
    }

    void afterWrite(SimulatedProcess process) {
        if (deathsAtWrites > 0) {
            deathsAtWrites--;
            world.nimbusOf(process).die();
        }
    }
}
