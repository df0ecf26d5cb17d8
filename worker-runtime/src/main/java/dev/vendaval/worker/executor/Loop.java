package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.Parking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread and the executors it steps in turn: those that were woken, that got on in their last step, or whose timer is
 * over. When there are none it parks; while others run it yields a few times before.
 *
 * <p>Everything belongs to the thread, except in one case: while it sits in a step, the {@link Watchdog} may take all
 * executors but the one being stepped away from it. The {@link #owner} word decides:
 *
 * <pre>
 * even  the thread owns everything
 * odd   it is in a step; it owns that executor, and the rest until somebody makes the word TAKEN
 * TAKEN somebody moves the rest to another loop
 * </pre>
 *
 * An executor that has a loop of its own ({@link #isShared} is false) joins a shared one when it has been quick for long
 * enough.
 */
final class Loop {
    /** What the loops of a worker are to each other. */
    interface Neighbours {
        /** Hands an executor to its shared loop; false, and it stays with the caller, if all is ending. Its owner's thread. */
        boolean settle(Member member);

        /** Hands an executor to the shared loop given, or to another; false as above. Its owner's thread. */
        boolean send(Member member, Loop to);

        /** Whether some other shared loop is not parked. */
        boolean othersRun(Loop asking);

        /** A loop that was parked has work that no timer brought; the loop's thread. */
        void startsToWork();

        /** The loop's thread has ended. */
        void ended(Loop loop);
    }

    /**
     * A wake-up from park costs 25 us here, a yield 0.15 to 0.3 us (FACTS): busy loops meet while yielding. A loop yields for
     * as long as it has worked since it last parked, so that at most half of its time is waste, and for no longer than this.
     */
    private static final long LONGEST_YIELDING_NANOS = 100_000;

    private static final long LONGEST_PARK_NANOS = 1_000_000_000L;
    private static final long TAKEN = -1;
    private static final long NOT_IDLE = Long.MIN_VALUE;
    private static final long HAND_OVER_LOOK_NANOS = 20_000;
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final VarHandle OWNER;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(Loop.class, "owner", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Neighbours neighbours;
    private final ExecutorEnvironment environment;
    private final Parking parking = new Parking();
    private final Thread thread;

    /** Holds at most the executors of this worker. */
    private final Queue<Member> arrivals = new ConcurrentLinkedQueue<>();

    private final AtomicReference<@Nullable Departure> departure = new AtomicReference<>();
    private volatile boolean shared;
    private volatile boolean closing;

    /**
     * By their places, so that one pass takes a tuple through all of them, and neighbours are neighbours in the topology.
     * Changed by the thread, or by who has made {@link #owner} TAKEN.
     */
    private volatile Member[] members;

    private @Nullable Member stepping;

    /** When the present step began, or the last one. */
    private long stepBegan;

    /** Since the last park, up to the longest yielding. */
    private long workedNanos;

    private long idleSince = NOT_IDLE;

    /** Changed by {@link #OWNER}, with release or more. */
    private volatile long owner;

    private Loop(
            Neighbours neighbours, ExecutorEnvironment environment, String name, boolean shared, List<Member> members) {
        this.neighbours = neighbours;
        this.environment = environment;
        this.shared = shared;
        this.members = ordered(members);
        for (Member member : members) {
            member.moveTo(parking);
        }
        this.thread = new Thread(this::run, name);
        // A component that never returns must not keep the process from ending.
        thread.setDaemon(true);
    }

    /** A loop for any number of executors. */
    static Loop shared(Neighbours neighbours, ExecutorEnvironment environment, String name, List<Member> members) {
        return new Loop(neighbours, environment, name, true, members);
    }

    /** A loop for one executor, until that may join a shared one. */
    static Loop alone(Neighbours neighbours, ExecutorEnvironment environment, Member member) {
        String name = environment.plan().definition().name() + "/" + member;
        return new Loop(neighbours, environment, name, false, List.of(member));
    }

    /** Executors that are to go to another loop. */
    private record Departure(List<Member> members, Loop to) {}

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!isOver()) {
                admit();
                depart();
                if (!pass()) {
                    rest();
                }
            }
        } catch (Throwable e) {
            // Not users' code, which is guarded: a fault of ours, after which nothing here can be trusted.
            log.error("{} died with executors {}", this, Arrays.toString(members), e);
            environment.endWorker().accept(e);
        } finally {
            neighbours.ended(this);
        }
    }

    private boolean isOver() {
        return members.length == 0 && (closing || !shared) && arrivals.isEmpty();
    }

    private void admit() {
        Member arrived = arrivals.poll();
        while (arrived != null) {
            keep(arrived);
            log.debug("{} runs {}", this, arrived);
            arrived = arrivals.poll();
        }
    }

    private void depart() {
        Departure due = departure.get() == null ? null : departure.getAndSet(null);
        if (due == null || !shared) {
            return;
        }
        for (Member member : due.members()) {
            // Out of the list first: from the hand-over on it is another loop's.
            if (remove(member) && !neighbours.send(member, due.to())) {
                keep(member);
            }
        }
    }

    private boolean remove(Member member) {
        List<Member> left = new ArrayList<>(List.of(members));
        boolean removed = left.remove(member);
        members = left.toArray(Member[]::new);
        return removed;
    }

    private void keep(Member member) {
        List<Member> more = new ArrayList<>(List.of(members));
        more.add(member);
        members = ordered(more);
    }

    private static Member[] ordered(List<Member> members) {
        return members.stream().sorted(Comparator.comparingInt(Member::place)).toArray(Member[]::new);
    }

    /** Gives every executor that needs it a step; true if one of them may get on in another. */
    private boolean pass() {
        boolean progress = false;
        long now = environment.nanoTime().getAsLong();
        for (Member member : members) {
            if (member.hasEnded()) {
                remove(member);
                continue;
            }
            if (!member.isDue(now)) {
                continue;
            }
            long step = begin(member, now);
            long before = now;
            now = member.step(before);
            if (member.goesOn()) {
                worked(now - before);
            }
            if (Thread.interrupted()) {
                // With it no park would wait, and the next executor's waits would end.
                log.debug("a component left the interrupt flag of executor {} set; cleared", member);
            }
            progress |= member.goesOn();
            if (!finish(step)) {
                member.blocked(now);
                return true;
            }
        }
        boolean left = joinOthers(now);
        return progress || left;
    }

    private long begin(Member member, long now) {
        stepping = member;
        stepBegan = now;
        long step = owner + 1;
        OWNER.setRelease(this, step);
        return step;
    }

    /** False if the other executors were taken away meanwhile. */
    private boolean finish(long step) {
        if (OWNER.compareAndSet(this, step, step + 1)) {
            return true;
        }
        long now = owner;
        while (now == TAKEN) {
            LockSupport.parkNanos(this, HAND_OVER_LOOK_NANOS);
            now = owner;
        }
        owner = now + 1;
        return false;
    }

    /** An executor that has this thread for itself goes to a shared loop when it may. */
    private boolean joinOthers(long now) {
        if (shared || closing || members.length != 1 || members[0].nanosUntilQuiet(now) > 0) {
            return false;
        }
        Member quiet = members[0];
        members = new Member[0];
        if (neighbours.settle(quiet)) {
            return true;
        }
        keep(quiet);
        return false;
    }

    private void worked(long nanos) {
        if (workedNanos == 0) {
            neighbours.startsToWork();
        }
        workedNanos = Math.min(LONGEST_YIELDING_NANOS, workedNanos + nanos);
        idleSince = NOT_IDLE;
    }

    // Yielding is only quicker than parking; nothing relies on it.
    @SuppressWarnings("ThreadPriorityCheck")
    private void rest() {
        long now = environment.nanoTime().getAsLong();
        if (idleSince == NOT_IDLE) {
            idleSince = now;
        }
        if (now - idleSince < workedNanos && neighbours.othersRun(this)) {
            Thread.yield();
            return;
        }
        workedNanos = 0;
        parking.announce();
        if (hasSomethingToDo()) {
            parking.withdraw();
        } else {
            parking.park(nanosUntilTimer());
            if (Thread.interrupted()) {
                // Somebody's who kept the thread he was once called on: with it no park waits, nor the next executor's
                // calls.
                log.debug("{} was interrupted while parked; cleared", this);
            }
            if (anyIsWoken()) {
                neighbours.startsToWork();
            }
        }
    }

    private boolean anyIsWoken() {
        for (Member member : members) {
            if (member.isWoken()) {
                return true;
            }
        }
        return false;
    }

    private boolean hasSomethingToDo() {
        return anyIsWoken() || !arrivals.isEmpty() || departure.get() != null || isOver();
    }

    private long nanosUntilTimer() {
        long now = environment.nanoTime().getAsLong();
        long left = LONGEST_PARK_NANOS;
        for (Member member : members) {
            left = Math.min(left, member.timer() - now);
        }
        if (!shared && members.length == 1) {
            left = Math.min(left, members[0].nanosUntilQuiet(now));
        }
        return Math.max(1, left);
    }

    /** Takes an executor in; its owner's thread, while nobody takes this loop over. */
    void take(Member member) {
        member.moveTo(parking);
        arrivals.add(member);
        parking.wake();
    }

    /** Has executors go to another loop at a round edge; any thread. Those that are no longer here do not. */
    void send(List<Member> leaving, Loop to) {
        departure.set(new Departure(leaving, to));
        parking.wake();
    }

    /** Even: between steps. Odd: a number for the step that the thread is in. Negative: being taken over. Any thread. */
    long position() {
        return owner;
    }

    /** The executor in the step that {@link #position} gave; null if that step is over. Any thread. */
    @Nullable
    Member stepping(long step) {
        Member member = stepping;
        return owner == step ? member : null;
    }

    /** The step that the thread has been in for at least so long, with its stack; null if it is in none. Any thread. */
    @Nullable
    SittingCall sitting(long now, long leastNanos) {
        long step = owner;
        Member member = stepping;
        long nanos = now - stepBegan;
        VarHandle.loadLoadFence();
        if (!isStep(step) || owner != step || member == null || nanos < leastNanos) {
            return null;
        }
        Executor executor = member.executor();
        StackTraceElement[] stack = thread.getStackTrace();
        long waiting = executor.inbox().queuedTuples();
        return owner == step
                ? new SittingCall(executor.plan().identity(), executor.taskInCall(), nanos, stack, waiting)
                : null;
    }

    static boolean isStep(long position) {
        return position > 0 && (position & 1) == 1;
    }

    /**
     * Leaves this loop to the executor that it is stepping and moves the others to a new one, which is to be started;
     * null if that step is over. Nobody else may use the loop as a shared one meanwhile.
     *
     * @param step as {@link #position} gave it
     */
    @Nullable
    Loop takeOver(long step) {
        String name = thread.getName();
        if (!OWNER.compareAndSet(this, step, TAKEN)) {
            return null;
        }
        Member stuck = stepping;
        if (stuck == null) {
            throw new IllegalStateException(this + " is in a step of no executor");
        }
        List<Member> others = new ArrayList<>(List.of(members));
        others.remove(stuck);
        for (Member arrived = arrivals.poll(); arrived != null; arrived = arrivals.poll()) {
            others.add(arrived);
        }
        shared = false;
        members = new Member[] {stuck};
        thread.setName(environment.plan().definition().name() + "/" + stuck);
        Loop rest = shared(neighbours, environment, name, others);
        rest.departure.set(departure.getAndSet(null));
        // Still in a step, but in one that nobody takes over again.
        owner = step + 2;
        return rest;
    }

    /** There will be no more executors: the thread ends with the last one. Any thread. */
    void close() {
        closing = true;
        parking.wake();
    }

    /** For several executors; else for the only one in it. */
    boolean isShared() {
        return shared;
    }

    boolean isParked() {
        return parking.isParked();
    }

    /** The executors here at the moment; any thread. */
    List<Member> members() {
        return List.of(members);
    }

    /** Whether the thread waits for something outside the JVM's processors, as far as the JVM knows. */
    boolean isWaiting() {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    /** Waits until the thread has ended; false if it has not in time. */
    boolean join(Duration timeout) throws InterruptedException {
        thread.join(Math.max(1, timeout.toMillis()));
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
