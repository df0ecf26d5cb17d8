package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.TopologyContext;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one instance of a component writes into the {@link Diary}. Watches that its callbacks come one at a time and that
 * each sees what the one before wrote: anything else is a {@code violation}.
 */
final class Page {
    private final Diary diary;
    private final TopologyContext context;
    private final int instance;
    private final AtomicReference<@Nullable String> within = new AtomicReference<>();
    private final AtomicLong calls = new AtomicLong();

    // Plain on purpose: only happens-before from one callback to the next keeps it right.
    private long plainCalls;

    private Page(Diary diary, TopologyContext context) {
        this.diary = diary;
        this.context = context;
        this.instance = diary.nextInstance(context.getThisTaskId());
    }

    static Page begin(String diary, TopologyContext context) {
        return new Page(Diary.named(diary), context);
    }

    /** A callback's work. */
    interface Work {
        void run() throws Exception;
    }

    void callback(String name, Work work) throws Exception {
        String other = within.compareAndExchange(null, name);
        if (other != null) {
            note("violation", name + " while in " + other);
        }
        plainCalls++;
        if (calls.incrementAndGet() != plainCalls) {
            note("violation", name + " does not see what an earlier callback wrote");
        }
        try {
            work.run();
        } finally {
            within.set(null);
        }
    }

    void note(String event) {
        note(event, null);
    }

    void note(String event, @Nullable Object detail) {
        diary.add(context.getThisComponentId(), context.getThisTaskId(), instance, event, detail);
    }

    Diary diary() {
        return diary;
    }

    TopologyContext context() {
        return context;
    }

    /** Which instance of the task this is, from 1. */
    int instance() {
        return instance;
    }
}
