package dev.vendaval.worker.executor;

import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops of one worker: at most as many shared ones as there are processors, and one for each executor that blocks.
 *
 * <pre>
 * loop of its own: make components --prepared--&gt; shared loop --a call does not return--&gt; loop of its own
 *                                                   ^  | Balance        |
 *                                                   +--+----quiet-------+
 * </pre>
 *
 * Which executor is where is decided under the lock of this object, by the loops' threads and the {@link Watchdog}; nothing
 * is waited for under it.
 */
final class Loops implements Loop.Neighbours {
    private static final Logger log = LoggerFactory.getLogger(Loops.class);

    /** Executors of one component lie together in the order of steps, however many come and go. */
    private static final int MOST_OF_COMPONENT = 1 << 16;

    private final ExecutorEnvironment environment;
    private final Sharing sharing;
    private final List<String> flow;

    /** Guarded by this: those that are to be started with the loops. */
    private final List<Member> members = new ArrayList<>();

    /** Guarded by this: how many executors of each component there have been. */
    private final Map<String, Integer> placed = new HashMap<>();

    private boolean started;

    /** All whose thread has not ended. */
    private final List<Loop> running = new CopyOnWriteArrayList<>();

    private final Watchdog watchdog;

    /** Guarded by this: the shared loops, and which of them each executor comes home to. */
    private Loop[] shared;

    private final Map<Member, Integer> homes = new HashMap<>();
    private boolean closed;

    Loops(ExecutorEnvironment environment, Collection<Executor> executors, Sharing sharing) {
        this.environment = environment;
        this.sharing = sharing;
        this.flow = flow(environment.plan());
        this.shared = new Loop[Math.max(1, Math.min(sharing.processors(), executors.size()))];
        String topology = environment.plan().definition().name();
        for (int i = 0; i < shared.length; i++) {
            shared[i] = Loop.shared(this, environment, topology + "/loop-" + (i + 1), List.of());
        }
        List<Executor> ordered = new ArrayList<>(executors);
        ordered.sort(
                Comparator.comparingInt(executor -> flow.indexOf(executor.plan().component())));
        ordered.forEach(executor -> members.add(member(executor)));
        this.watchdog = new Watchdog(this, environment, topology + "/watchdog");
    }

    private Member member(Executor executor) {
        String component = executor.plan().component();
        int number = placed.merge(component, 1, Integer::sum) - 1;
        Member member = new Member(
                executor, environment.nanoTime(), sharing, flow.indexOf(component) * MOST_OF_COMPONENT + number);
        // A chain of components stays together, the executors of one component are spread.
        homes.put(member, number % shared.length);
        return member;
    }

    /** One more executor, which arrives with a change of the plan. */
    synchronized void add(Executor executor) {
        homes.keySet().removeIf(Member::hasEnded);
        if (homes.size() >= shared.length && shared.length < sharing.processors()) {
            String name = environment.plan().definition().name() + "/loop-" + (shared.length + 1);
            shared = Arrays.copyOf(shared, shared.length + 1);
            shared[shared.length - 1] = Loop.shared(this, environment, name, List.of());
            if (started) {
                start(shared[shared.length - 1]);
            }
        }
        Member member = member(executor);
        if (started) {
            start(Loop.alone(this, environment, member));
        } else {
            members.add(member);
        }
    }

    /** The components in the order in which tuples get to them: each path from a spout as far as it goes. */
    private static List<String> flow(TopologyPlan plan) {
        Set<String> flow = new LinkedHashSet<>();
        Deque<ComponentPlan> ahead = new ArrayDeque<>();
        plan.components().stream().filter(ComponentPlan::isSpout).forEach(ahead::add);
        while (!ahead.isEmpty()) {
            ComponentPlan next = ahead.remove();
            if (flow.add(next.id())) {
                next.streams().stream()
                        .flatMap(stream -> stream.subscriptions().stream())
                        .forEach(subscription -> ahead.addFirst(plan.component(subscription.consumer())));
            }
        }
        // Those that no spout feeds.
        plan.components().forEach(component -> flow.add(component.id()));
        return List.copyOf(flow);
    }

    /** Every executor makes its components in a thread of its own, so that none waits for another's. */
    synchronized void start() {
        for (Loop loop : shared) {
            start(loop);
        }
        started = true;
        for (Member member : members) {
            start(Loop.alone(this, environment, member));
        }
        members.clear();
        watchdog.start();
    }

    private void start(Loop loop) {
        running.add(loop);
        loop.start();
    }

    @Override
    public synchronized boolean settle(Member member) {
        if (closed) {
            return false;
        }
        shared[homes.getOrDefault(member, 0)].take(member);
        return true;
    }

    @Override
    public synchronized boolean send(Member member, Loop to) {
        if (closed) {
            return false;
        }
        for (int i = 0; i < shared.length; i++) {
            if (shared[i] == to) {
                homes.put(member, i);
            }
        }
        return settle(member);
    }

    @Override
    public boolean othersRun(Loop asking) {
        for (Loop loop : running) {
            if (loop != asking && loop.isShared() && !loop.isParked()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void startsToWork() {
        watchdog.rouse();
    }

    @Override
    public void ended(Loop loop) {
        running.remove(loop);
    }

    /** The loops for several executors, now. */
    synchronized List<Loop> shared() {
        return List.of(shared);
    }

    /** A step of a shared loop takes too long: the other executors go on elsewhere; false if it was over by now. */
    synchronized boolean takeOver(Loop loop, long step) {
        for (int i = 0; i < shared.length; i++) {
            if (shared[i] == loop) {
                Loop rest = loop.takeOver(step);
                if (rest != null) {
                    log.debug("{} blocks; it has a thread of its own now", loop);
                    shared[i] = rest;
                    start(rest);
                    if (closed) {
                        rest.close();
                    }
                }
                return rest != null;
            }
        }
        return false;
    }

    /** Has executors of one shared loop go to another. */
    synchronized void move(List<Member> leaving, int from, int to) {
        shared[from].send(leaving, shared[to]);
    }

    /** There will be no more executors: each loop ends with its last one. */
    synchronized void close() {
        closed = true;
        running.forEach(Loop::close);
    }

    /**
     * The executors that have not ended are in users' code that does not return: interrupts it. Under the lock, since a loop
     * that is being taken over does not look like one in a step.
     */
    synchronized void interruptSteps() {
        for (Loop loop : running) {
            if (Loop.isStep(loop.position())) {
                loop.interrupt();
            }
        }
    }

    /** The steps that have not returned for at least so long; any thread. */
    List<SittingCall> sitting(long leastNanos) {
        long now = environment.nanoTime().getAsLong();
        List<SittingCall> sitting = new ArrayList<>();
        for (Loop loop : running) {
            SittingCall call = loop.sitting(now, leastNanos);
            if (call != null) {
                sitting.add(call);
            }
        }
        return sitting;
    }

    /** Waits until all loops have ended; false if some have not in time. */
    boolean join(Duration timeout) throws InterruptedException {
        long end = environment.nanoTime().getAsLong() + timeout.toNanos();
        for (Loop loop : running) {
            loop.join(Duration.ofNanos(end - environment.nanoTime().getAsLong()));
        }
        return running.isEmpty();
    }

    /** Ends the watchdog; what blocks from now on blocks its loop. */
    void stopWatching() throws InterruptedException {
        watchdog.stop();
    }
}
